"""How the effect on quality is judged: the panel's words, measures, colours; pure."""
