import socket; allow_restart = lambda server: server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
