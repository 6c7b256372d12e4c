"""The learner's file as a tree: read, and never run."""
