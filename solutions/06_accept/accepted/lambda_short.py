accept_client = lambda server: server.accept()
