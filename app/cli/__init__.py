"""The commands that an operator runs: `flask --help` lists them."""
