# What is wrong: the data is cut after it came; not recv-bufsize-small, because recv() gave all of it.
import socket

# 创建套接字，端口复用
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('127.0.0.1', 8989))
s.listen(128)

# 等待客户端
conn, addr = s.accept()
print('客户端:', addr)

data = conn.recv(1024)[:4]
print(len(data), data.decode('gbk', 'ignore'))

# 回复
conn.sendall('ok, 问题正在处理中...'.encode('gbk'))
conn.close()
s.close()
