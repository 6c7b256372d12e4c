start_listening = lambda server, backlog: server.listen(backlog)
