# Row 1. A conftest.py that turns failures into passes.
# Stopped by: limits landlock bubblewrap
