# Row 6. It prints its own environment, its arguments and every module's file that it knows of.
# Stopped by: limits landlock bubblewrap
import gc
import os
import sys

print(dict(os.environ), sys.argv, sys.orig_argv, sys.path)
for each in gc.get_objects():
    if isinstance(each, dict):
        for value in list(each.values()):
            if isinstance(value, (str, bytes)) and len(value) < 5000:
                text = value if isinstance(value, str) else value.decode("latin-1")
                if "@CANARY@" in text:
                    print(text)
