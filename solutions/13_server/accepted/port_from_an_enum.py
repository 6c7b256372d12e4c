import socket, enum
class Cfg(enum.IntEnum):
    PORT = 8989
s = socket.create_server(('127.0.0.1', Cfg.PORT))
c, a = s.accept()
d = c.recv(1024)
print(a[0], a[1], len(d), d.decode('gbk'))
c.sendall('ok, 问题正在处理中...'.encode('gbk'))
c.close(); s.close()
