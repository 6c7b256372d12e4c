"""The learner's program as a process: start it, observe it, kill it."""
