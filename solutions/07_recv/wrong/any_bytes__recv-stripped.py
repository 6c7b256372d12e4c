# What is wrong: white space is taken off the bytes.
def receive(conn, bufsize):
    return conn.recv(bufsize).strip()


def has_left(data):
    return len(data) == 0
