# What is wrong: after the end it sleeps without end; not recv-eof-continue, because it asks no more.
import socket
import time

with socket.create_connection(("127.0.0.1", 8081)) as sock:
    sock.sendall("你好服务端，我是客户端小黑!".encode("gbk"))
    data = sock.recv(1024)
    while not data:
        time.sleep(0.1)
    print(data.decode("gbk"))
