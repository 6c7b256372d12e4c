# What is wrong: len(recv()) takes the reply away, and the next recv() finds nothing left of it.
import socket

sock = socket.create_connection(("127.0.0.1", 8081))
sock.sendall("你好服务端，我是客户端小黑!".encode("gbk"))
size = len(sock.recv(1024))
print("长度:", size)
print("内容:", sock.recv(1024).decode("gbk"))
sock.close()
