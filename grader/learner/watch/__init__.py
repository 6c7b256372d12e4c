"""Watch mode: keys, file changes, state and screen."""
