"""The reference side of the wire, in the grader's own process. What it sees is what counts."""
