# What is wrong: a farewell is sent as well; not message-twice, because it is another text.
def send_reply(conn, data):
    conn.sendall(data)
    conn.sendall(b"bye, and thank you")
