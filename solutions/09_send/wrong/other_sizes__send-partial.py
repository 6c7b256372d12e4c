# What is wrong: it sends in portions, and each send may take only a part of its portion.
BLOCK = 65536


def blocks(content):
    for start in range(0, len(content), BLOCK):
        yield content[start:start + BLOCK]


def send_reply(conn, data):
    for block in blocks(data):
        conn.send(block)
