import socket

s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", 8989))
s.listen(5)
c, a = s.accept()
d = c.recv(1024)
print(a, len(d), d.decode("gbk"))
c.send("ok, 问题正在处理中...".encode("gbk"))
c.close()
s.close()
