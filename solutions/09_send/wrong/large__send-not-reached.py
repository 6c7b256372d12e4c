# What is wrong: a reply of more than a thousand bytes is never sent.
LIMIT = 1000


class Reply:
    def __init__(self, content):
        self.content = content

    def send_over(self, sock):
        if len(self.content) > LIMIT:
            return
        sock.sendall(self.content)


def send_reply(conn, data):
    Reply(data).send_over(conn)
