# What is wrong: each part is sent from its middle; not send-resend-all, because it never begins at the start again.
def send_reply(conn, data):
    while data:
        taken = conn.send(data)
        data = data[taken // 2 + 1:]
