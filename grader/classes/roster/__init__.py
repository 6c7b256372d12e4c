"""Who is in a class, and which submission is whose."""
