# What is wrong: send has already sent it, and sendall sends it once more.
def send_reply(conn, data):
    print(conn.send(data), "bytes")
    conn.sendall(data)
