# What is wrong: it prints the numbers up to 140, except multiples of 5, and never the number of bytes.
import socket

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."

server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind((HOST, PORT))
server.listen(128)
conn, address = server.accept()
data = conn.recv(1024)
print(address)
print(*[number for number in range(40, 140) if number % 5])
print(data.decode("gbk"))
conn.send(REPLY.encode("gbk"))
conn.close()
server.close()
