# What is wrong: the reply has full-width punctuation: other characters, other bytes.
import socket

# 创建套接字，端口复用
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, True)
s.bind(('127.0.0.1', 8989))
s.listen(128)
print('服务端已启动，等待客户端……')

# 等待客户端
conn, addr = s.accept()
print('客户端的地址是：', addr)

# 接收数据
data = conn.recv(1024)
print('收到的字节数：', len(data))
text = data.decode('gbk')
print('收到的内容：', text)

# 回复
reply = 'ok，问题正在处理中……'.encode('gbk')
conn.send(reply)

# 关闭
conn.close()
s.close()
