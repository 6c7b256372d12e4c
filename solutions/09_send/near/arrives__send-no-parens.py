# What is wrong: the bytes are sent in the wrong order; not send-no-parens, because they are sent.
def send_reply(conn, data):
    conn.sendall
    conn.sendall(data[::-1])
