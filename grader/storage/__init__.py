"""Write files in one step, read untrusted files up to a limit, resolve links."""
