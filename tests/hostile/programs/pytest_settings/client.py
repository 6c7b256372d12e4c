# Row 2. Settings of pytest that run nothing.
# Stopped by: limits landlock bubblewrap
