# What is wrong: it runs round and round; not listen-in-loop, because listen() is called once.
def start_listening(server, backlog):
    server.listen(backlog)
    waiting = 0
    while waiting < backlog:
        waiting = 0
