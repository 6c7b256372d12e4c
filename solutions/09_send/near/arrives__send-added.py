# What is wrong: the halves are sent in the wrong order; not send-added, because nothing was added.
def send_reply(conn, data):
    half = len(data) // 2
    conn.sendall(data[half:])
    conn.sendall(data[:half])
