"""Dated promises: a first baseline kept for ever, a forecast with its history, completion."""
