# What is wrong: the time limit of the socket is taken away.
def send_reply(conn, data):
    conn.settimeout(None)
    conn.sendall(data)
