import socket
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('127.0.0.1', 8989)); s.listen(128)
c, a = s.accept()
d = c.recv(1024)
print(a[0], a[1]); print(len(d)); print(d.decode('gbk'))
c.sendall('ok, 问题正在处理中...'.encode('gbk'))
c.shutdown(socket.SHUT_RDWR)
c.close(); s.close()
