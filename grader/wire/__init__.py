"""The reference side of a conversation, and what the kernel knows about its connections."""
