# What is wrong: the line with connect stands one blank too far to the right.
import socket

if __name__ == '__main__':
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
     client.connect(("127.0.0.1", 8081))
    client.send("你好服务端，我是客户端小黑!".encode("gbk"))
    print(client.recv(1024).decode("gbk"))
    client.close()
