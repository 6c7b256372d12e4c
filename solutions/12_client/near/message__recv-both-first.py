# What is wrong: the message is only printed; not recv-both-first, because nothing is received either.
import socket
import time

MESSAGE = "你好服务端，我是客户端小黑!"
sock = socket.create_connection(("127.0.0.1", 8081))
print(MESSAGE.encode("gbk"))
sock.close()
