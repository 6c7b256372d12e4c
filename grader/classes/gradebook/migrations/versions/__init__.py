"""One file for each form: how it comes from the one before."""
