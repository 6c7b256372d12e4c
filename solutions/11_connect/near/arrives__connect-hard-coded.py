# What is wrong: it calls the next port; not connect-hard-coded, because the address is the caller's, only counted wrongly.
def connect_to(client, host, port):
    client.connect((host, port + 1))
