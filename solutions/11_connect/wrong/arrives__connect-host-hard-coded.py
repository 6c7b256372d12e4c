# What is wrong: the host that it was given is not used.
def connect_to(client, host, port):
    client.connect(("127.0.0.1", port))
