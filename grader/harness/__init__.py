"""One check as a conversation: what the author of a suite imports."""
