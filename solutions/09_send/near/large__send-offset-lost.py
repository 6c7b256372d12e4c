# What is wrong: one byte is left out after each send; not send-offset-lost, because the counts are added up.
def send_reply(conn, data):
    start = 0
    while start < len(data):
        taken = conn.send(data[start:])
        start += taken + 1
