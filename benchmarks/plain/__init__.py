"""The same exercises in plain pytest, with sleeps and time limits: what the grader is compared with.

One test for each check of the course. `python -m pytest benchmarks/plain --exercises FOLDER`
"""
