"""The mistakes that any exercise may show, by theme. One that only a single exercise can show stands in its suite."""
