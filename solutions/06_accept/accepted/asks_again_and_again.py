import socket


def accept_client(server):
    before = server.gettimeout()
    server.settimeout(0.2)      # so that Ctrl+C works on Windows too
    try:
        while True:
            try:
                conn, addr = server.accept()
            except socket.timeout:
                continue
            conn.settimeout(None)
            return conn, addr
    finally:
        server.settimeout(before)
