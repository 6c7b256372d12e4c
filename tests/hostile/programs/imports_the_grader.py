# Row 14. It imports the grader.
# Stopped by: landlock bubblewrap
import sys

sys.path.insert(0, "@COURSE@")
try:
    import grader.model.errors  # it needs only the standard library, as this process has nothing else

    print("BROKE", "OUT", grader.model.errors)
except ImportError:
    pass
except Exception as error:
    print("BROKE", "OUT", error)
