# What is wrong: the new socket gets the listening socket's name, so the second accept() is called on a client's socket.
import socket

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind((HOST, PORT))
s.listen(5)
for number in range(2):
    s, addr = s.accept()
    print("Client:", addr)
    data = s.recv(1024)
    print("Bytes:", len(data))
    if data:
        print("Text:", data.decode("gbk"))
        s.sendall(REPLY.encode("gbk"))
s.close()
