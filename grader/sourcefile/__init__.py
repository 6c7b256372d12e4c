"""Read a learner's file as a syntax tree; it is never run."""
