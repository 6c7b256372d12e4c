# What is wrong: it reads the whole and takes it for UTF-8; not decode-in-pieces, because the pieces are joined.
import socket

with socket.create_connection(("127.0.0.1", 8081)) as sock:
    sock.sendall("你好服务端，我是客户端小黑!".encode("gbk"))
    whole = b""
    while part := sock.recv(7):
        whole += part
    print(whole.decode("utf-8"))
