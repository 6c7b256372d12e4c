"""Measure the grader's speed; test its checks and verdicts with mutants, whole classes and a busy machine."""
