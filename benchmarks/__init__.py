"""Measure the grader's speed, and check its verdicts on a busy machine."""
