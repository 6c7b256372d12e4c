"""The data that the other packages share: the errors, and the transcript of one check."""
