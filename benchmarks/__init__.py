"""How fast the grader is, and whether it stays right on a busy machine."""
