# What is wrong: 40 bytes are enough for a short sentence only.
import socket

# 创建套接字，端口复用
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('127.0.0.1', 8989))
s.listen(128)

# 等待客户端
conn, addr = s.accept()
print('客户端:', addr)

BUFFER = 40
data = conn.recv(BUFFER)
print('字节数:', len(data))
print('内容:', data.decode('gbk', 'replace'))

# 回复
conn.sendall('ok, 问题正在处理中...'.encode('gbk'))
conn.close()
s.close()
