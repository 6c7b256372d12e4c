"""Finding and transcript -> which mistake, in words. Pure: nothing here runs a program or earns a point."""
