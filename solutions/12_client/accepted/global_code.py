import socket

# no function, no guard: the five steps from top to bottom
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("127.0.0.1", 8081))
s.send("你好服务端，我是客户端小黑!".encode("gbk"))
data = s.recv(1024)
print("reply: %s" % data.decode("gbk"))
s.close()
