import socket
import sys


def start_listening(server, backlog=128):
    try:
        server.listen(int(backlog))
    except OSError as err:
        sys.stderr.write("cannot listen: %s\n" % err)
        raise
    else:
        sys.stdout.write("ready\n")


if __name__ == "__main__":
    s = socket.socket()
    s.bind(("127.0.0.1", 0))
    start_listening(s)
    s.close()
