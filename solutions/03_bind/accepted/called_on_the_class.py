import socket

bind_server = lambda server, host, port: socket.socket.bind(server, (host, port))
