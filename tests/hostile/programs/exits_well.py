# Row 5. It exits with status 0 before anything can be checked.
# Stopped by: limits landlock bubblewrap
import os

os._exit(0)
