# Row 3. Files with the names of standard modules.
# Stopped by: limits landlock bubblewrap
import os
import select
import socket
import sys
import threading

for module in (os, select, socket, threading):
    if "work" in os.path.dirname(getattr(module, "__file__", "")):
        print("BROKE", "OUT", module)
sys.exit(0)
