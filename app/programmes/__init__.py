"""Organisations, programmes, workstreams, and who has which role where; builds the Actor."""
