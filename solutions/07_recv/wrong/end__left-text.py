# What is wrong: the answer is a text, and "False" counts as true.
def receive(conn, bufsize):
    return conn.recv(bufsize)


def has_left(data):
    if len(data) == 0:
        return "True"
    else:
        return "False"
