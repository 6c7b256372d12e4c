# What is wrong: it ends with status 3; not exit-with-text, because that exit() was never reached.
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
try:
    s.connect(("127.0.0.1", 8081))
except OSError:
    sys.exit("连接失败")
s.sendall("你好服务端，我是客户端小黑!".encode("gbk"))
print(s.recv(1024).decode("gbk"))
s.close()
sys.exit(3)
