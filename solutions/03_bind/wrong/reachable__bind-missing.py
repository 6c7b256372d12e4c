# What is wrong: nothing is bound.
def bind_server(server, host, port):
    pass
