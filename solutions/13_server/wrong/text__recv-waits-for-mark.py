# What is wrong: readline() waits for a line end, and the client sends none.
import socket

# 创建套接字，端口复用
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('127.0.0.1', 8989))
s.listen(128)

# 等待客户端
conn, addr = s.accept()
print('客户端:', addr)

stream = conn.makefile('r', encoding='gbk')
line = stream.readline()
print('内容:', line, '字节数:', len(line.encode('gbk')))

# 回复
conn.sendall('ok, 问题正在处理中...'.encode('gbk'))
conn.close()
s.close()
