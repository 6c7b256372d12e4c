"""Hostile and broken submissions, and a command that grades each of them at every sandbox level."""
