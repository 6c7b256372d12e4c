def send_reply(conn, data):
    for i in range(len(data)):
        conn.send(data[i : i + 1])
