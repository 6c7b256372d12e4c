"""The result of a grading: score, redaction, threshold, reading a saved one."""
