"""What a learner's program may see, use and leave behind."""
