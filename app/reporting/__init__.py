"""The month: periods, updates, challenge, the lock and its frozen document."""
