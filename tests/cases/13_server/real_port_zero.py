import socket

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."
server = socket.socket()
server.bind((HOST, 0))
server.listen(1)
me = socket.create_connection(server.getsockname())
conn, address = server.accept()
me.send(b"hi")
print(address, conn.recv(1024))
conn.close()
server.close()
