"""The mandate (PID) of a scheme: what it is held against, its KPIs, its milestones and risks."""
