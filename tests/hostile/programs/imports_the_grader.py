# Row 14. It imports the grader.
# Stopped by: landlock bubblewrap
import sys

sys.path.insert(0, "@COURSE@")
try:
    import grader.model.errors  # this module needs only the standard library, and this process can import nothing else

    print("BROKE", "OUT", grader.model.errors)
except ImportError:
    pass
except Exception as error:
    print("BROKE", "OUT", error)
