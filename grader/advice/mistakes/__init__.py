"""Rules for mistakes in any exercise, by theme. The rules for a single exercise are in its suite."""
