# What is wrong: the last byte is left out; not send-first-1024, because it is not cut at a size.
def send_reply(conn, data):
    conn.sendall(data[:-1])
