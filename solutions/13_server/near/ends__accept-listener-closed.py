# What is wrong: the server is closed before anybody came; not accept-listener-closed, because no client was taken before.
import socket

server = socket.create_server(("127.0.0.1", 8989))
server.close()
conn, addr = server.accept()
data = conn.recv(1024)
print(addr, len(data), data.decode("gbk"))
conn.close()
