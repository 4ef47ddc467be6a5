"""Who changed what and when.

Commands write it in the same transaction as the change; it is hash-chained and never edited.
"""
