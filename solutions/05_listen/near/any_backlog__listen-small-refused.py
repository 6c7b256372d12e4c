# What is wrong: it refuses a long queue; not listen-small-refused, because short ones are welcome.
def start_listening(server, backlog):
    if backlog > 100:
        raise ValueError("who would wait in such a queue?")
    server.listen(backlog)
