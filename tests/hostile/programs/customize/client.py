# Row 4. Files that Python imports by itself.
# Stopped by: limits landlock bubblewrap
