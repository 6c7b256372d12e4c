import socket


def accept_client(server: socket.socket):
    (conn, (ip, port)) = server.accept()
    print(f"[{ip}] port {port}")
    return conn, (ip, port)
