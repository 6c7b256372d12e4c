"""The proof of the course."""
