"""How a workstream stands: each dimension, the overall, and the reasons."""
