"""Risks: cause, event, effect; consequence by likelihood; review and history of scores."""
