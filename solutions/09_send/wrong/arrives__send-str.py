# What is wrong: the bytes are decoded, and the text is sent as it is.
class Reply:
    def __init__(self, connection):
        self.connection = connection

    def give(self, content):
        self.connection.sendall(f"{content}")


def send_reply(conn, data):
    Reply(conn).give(data.decode("gbk"))
