"""Watch mode: what changed, what is known, what is drawn."""
