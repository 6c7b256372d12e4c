# What is wrong: it wants the client to confirm the reply, and the client says nothing.
def send_reply(conn, data):
    conn.sendall(data)
    confirmed = conn.recv(1024)
    print(confirmed)
