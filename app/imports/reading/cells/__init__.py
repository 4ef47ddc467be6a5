"""One cell at a time: what a person typed, as the value that was meant, or why it is none."""
