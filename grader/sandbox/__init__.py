"""The sandbox of a learner's program: what it can see and use, and how its processes and files are removed."""
