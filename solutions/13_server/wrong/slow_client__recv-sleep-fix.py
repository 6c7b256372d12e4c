# What is wrong: it sleeps a moment and then does not wait any more: a slower client is missed.
import socket

# 创建套接字，端口复用
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('127.0.0.1', 8989))
s.listen(128)

# 等待客户端
conn, addr = s.accept()
print('客户端:', addr)

from time import sleep

sleep(0.1)
conn.setblocking(0)
data = conn.recv(1024)
print('字节数:', len(data))
print('内容:', data.decode('gbk'))

# 回复
conn.sendall('ok, 问题正在处理中...'.encode('gbk'))
conn.close()
s.close()
