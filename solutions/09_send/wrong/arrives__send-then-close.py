# What is wrong: it closes the conversation after the first reply, though it was only asked to send.
def send_reply(conn, data):
    with conn:
        conn.sendall(data)
