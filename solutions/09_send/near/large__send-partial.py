# What is wrong: it gives up after three rounds; not send-partial, because it looks at what each send took.
def send_reply(conn, data):
    sent = 0
    for attempt in range(3):
        sent += conn.send(data[sent:])
