"""One file for each version of the schema: the change from the version before."""
