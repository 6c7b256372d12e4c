"""What can be asked at the command line: one file a command. Each parses, calls one function, and says how to exit."""
