# Row 7. It writes a forged result to every place where a result may be.
# Stopped by: landlock bubblewrap
import glob
import os

forged = b'{"schema": "socket-course/result/v1", "score": 100, "max": 100}'
for path in ["@RESULT@", *glob.glob("@FOLDER@/*"), *glob.glob("/tmp/**/result*.json", recursive=True)[:0]]:
    try:
        with open(path, "wb") as file:
            file.write(forged)
        print("BROKE", "OUT")
    except OSError:
        pass
