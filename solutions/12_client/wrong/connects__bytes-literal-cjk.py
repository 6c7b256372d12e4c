# What is wrong: b"..." holds Chinese characters, and a bytes literal may hold ASCII only.
import socket

if __name__ == "__main__":
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.connect(("127.0.0.1", 8081))
    s.send(b"你好服务端，我是客户端小黑!")
    print(s.recv(1024).decode("gbk"))
    s.close()
