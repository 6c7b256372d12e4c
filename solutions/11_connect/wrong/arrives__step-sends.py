# What is wrong: the function also sends a greeting.
def connect_to(client, host, port):
    client.connect((host, port))
    client.send(b"hello")
