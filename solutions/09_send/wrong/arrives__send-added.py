# What is wrong: a greeting is sent in front of the reply.
GREETING = b"server: "


def send_reply(conn, data):
    conn.sendall(GREETING + data)
