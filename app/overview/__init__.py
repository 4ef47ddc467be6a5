"""The home page and the programme page: the live position."""
