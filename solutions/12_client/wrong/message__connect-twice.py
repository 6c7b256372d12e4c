# What is wrong: it connects once to see whether the server is there, and then once more with the same socket.
import socket

HOST, PORT = "127.0.0.1", 8081


def reachable(sock):
    sock.connect((HOST, PORT))
    return True


sock = socket.socket()
if reachable(sock):
    sock.connect((HOST, PORT))
    sock.sendall("你好服务端，我是客户端小黑!".encode("gbk"))
    print(sock.recv(1024).decode("gbk"))
sock.close()
