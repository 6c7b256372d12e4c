# What is wrong: the bytes are sent in another form.
def send_reply(conn, data):
    conn.sendall(bytes(255 - each for each in data))
