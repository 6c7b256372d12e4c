"""The result of a grading: score, redaction, threshold, and reading a saved result."""
