# What is wrong: the message goes out by UDP, and the server speaks TCP.
from socket import *

ADDRESS = ("127.0.0.1", 8081)

sock = socket(AF_INET, SOCK_DGRAM)
sock.sendto("你好服务端，我是客户端小黑!".encode("gbk"), ADDRESS)
reply, server = sock.recvfrom(1024)
print(reply.decode("gbk"))
sock.close()
