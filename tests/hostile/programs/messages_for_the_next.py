# Further: it leaves a message for the next program, wherever it can write.
# Stopped by: landlock bubblewrap
import os
import tempfile

for folder in {"/tmp", "/dev/shm", "/var/tmp", os.getcwd(), tempfile.gettempdir(), os.path.expanduser("~"), "/run"}:
    path = os.path.join(folder, "socket-course-hostile-message-@ABSTRACT@")
    try:
        if os.path.exists(path):
            os.unlink(path)
            print("BROKE", "OUT", path)
        else:
            with open(path, "w") as file:
                file.write("hello")
    except OSError:
        pass
