"""Actions: who does what by when, what it is expected to bring, and what came of it."""
