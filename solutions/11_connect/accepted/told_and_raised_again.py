import socket


def connect_to(client, host, port):
    try:
        client.connect((host, port))
    except ConnectionRefusedError:
        print("nobody listens on %s:%d" % (host, port))
        raise
    except socket.error as e:
        print("no connection:", e)
        raise
