# What is wrong: it sends the client's own words behind the reply.
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('127.0.0.1', 8989))
s.listen(128)
c, a = s.accept()
print('客户端', a)
d = c.recv(1024)
print('字节数', len(d))
t = d.decode('gbk')
print('内容', t)
r = 'ok, 问题正在处理中...'
c.sendall(r.encode('gbk') + d)
c.close()
s.close()
