"""The people of a class, and the submission of each."""
