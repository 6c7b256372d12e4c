# What is wrong: the module has no SOCK_STREM, so nothing can be imported under this name.
from socket import AF_INET, SOCK_STREM, socket

with socket(AF_INET, SOCK_STREM) as s:
    s.connect(("127.0.0.1", 8081))
    s.sendall("你好服务端，我是客户端小黑!".encode("gbk"))
    print(s.recv(1024).decode("gbk"))
