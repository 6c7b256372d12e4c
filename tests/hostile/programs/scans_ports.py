# Row 12. It looks for services of this machine.
# Stopped by: landlock bubblewrap
import socket

for port in (22, 80, 443, 2375, 5432, @PORT@):
    with socket.socket() as s:
        s.settimeout(0.5)
        if s.connect_ex(("127.0.0.1", port)) == 0:
            print("BROKE", "OUT", port)
