"""Milestones: dated promises.

Each keeps its first baseline for ever, its current baseline, and every forecast it has had.
"""
