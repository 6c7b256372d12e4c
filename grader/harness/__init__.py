"""The classes with which the author of a suite writes a check as a conversation."""
