# Row 14. It imports the grader.
# Stopped by: landlock bubblewrap
import sys

sys.path.insert(0, "@COURSE@")
try:
    import grader.lab

    print("BROKE", "OUT", grader.lab)
except ImportError:
    pass
except Exception as error:
    print("BROKE", "OUT", error)
