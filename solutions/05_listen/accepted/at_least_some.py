import socket


def start_listening(server, backlog):
    if backlog < 5:
        backlog = 5
    server.listen(min(backlog, socket.SOMAXCONN))
    print("listening, backlog = %d" % backlog)
