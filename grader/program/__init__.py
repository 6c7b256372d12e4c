"""The learner's program as a process: what runs inside it, and what starts, watches and ends it."""
