# Row 5. It ends well before anything can be tried.
# Stopped by: limits landlock bubblewrap
import os

os._exit(0)
