"""The course: its exercises with their checks, their hints, and the peer for a conversation by hand."""
