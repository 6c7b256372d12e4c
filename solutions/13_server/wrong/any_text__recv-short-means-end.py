# What is wrong: a portion shorter than 100 bytes is taken for the end.
import socket

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."

server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind((HOST, PORT))
server.listen(128)
conn, address = server.accept()
data = b""
while True:
    part = conn.recv(100)
    data += part
    if len(part) < 100:
        break
if data:
    print(address, len(data), data.decode("gbk"))
conn.send(REPLY.encode("gbk"))
conn.close()
server.close()
