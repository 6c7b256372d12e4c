"""The facts that everything else speaks of: the kinds of trouble, and the transcript of one check."""
