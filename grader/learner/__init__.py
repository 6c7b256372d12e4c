"""What the commands for learners do: reset a stub, examine the machine, converse by hand, watch files."""
