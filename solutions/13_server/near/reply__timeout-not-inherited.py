# What is wrong: the listening socket has a limit, but the loop waits for the end; not timeout-not-inherited, because no timeout is awaited.
import socket

# 创建套接字，端口复用
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('127.0.0.1', 8989))
s.listen(128)
s.settimeout(5)

# 等待客户端
conn, addr = s.accept()
print('客户端:', addr)

data = b''
while part := conn.recv(1024):
    data += part
print(data.decode('gbk'))

# 回复
conn.sendall('ok, 问题正在处理中...'.encode('gbk'))
conn.close()
s.close()
