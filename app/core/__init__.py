"""Plain Python that every feature shares; imports no framework and no feature."""
