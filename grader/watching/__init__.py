"""Watch mode: what changed, what is known, what is drawn. Its loop stands in `grader/watch.py`."""
