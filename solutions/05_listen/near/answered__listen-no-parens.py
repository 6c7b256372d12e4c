# What is wrong: the length of the queue is text; not listen-no-parens, because the method is named first and then called.
def start_listening(server, backlog):
    begin = server.listen
    begin(str(backlog))
