import socket


def send_reply(conn, data):
    try:
        conn.sendall(data)
    except socket.error as e:
        print("client is gone:", e)
        raise
    else:
        print("sent", len(data), "bytes")
