"""The checks of the course as plain pytest tests with sleeps and timeouts, to compare their run time with the grader's.

`python -m pytest benchmarks/plain --exercises FOLDER`
"""
