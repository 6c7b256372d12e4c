# What is wrong: the text was not encoded, which ends only the thread.
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('127.0.0.1', 8989))
s.listen(128)
import threading
c, a = s.accept()
def w():
    d = c.recv(1024)
    print(d.decode('gbk'), len(d), a)
    c.sendall('ok, 问题正在处理中...')
t = threading.Thread(target=w); t.start(); t.join()
sys.exit(0)
print('客户端', a)
d = c.recv(1024)
print('字节数', len(d))
t = d.decode('gbk')
print('内容', t)
r = 'ok, 问题正在处理中...'
c.sendall(r.encode('gbk'))
c.close()
s.close()
