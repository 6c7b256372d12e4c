# What is wrong: the host is made into a web address.
def connect_to(client, host, port):
    client.connect((f"tcp://{host}", port))
