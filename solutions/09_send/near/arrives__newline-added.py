# What is wrong: the bytes are reversed; not newline-added, because the line end in front is not all that differs.
def send_reply(conn, data):
    conn.sendall(b"\n" + data[::-1])
