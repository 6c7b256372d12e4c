# What is wrong: the program ends with an error of its own before it calls; not connect-other-error, because nobody refused.
def connect_to(client, host, port):
    if port == 8081:
        client.connect((host, port))
    else:
        raise RuntimeError("wrong port")
