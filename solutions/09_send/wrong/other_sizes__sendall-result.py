# What is wrong: sendall() gives back None, which is compared with the length.
def send_reply(conn, data):
    if conn.sendall(data) != len(data):
        raise OSError("not everything was sent")
