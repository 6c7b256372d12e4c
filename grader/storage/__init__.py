"""Write files in one step, read foreign files with a bound, resolve links."""
