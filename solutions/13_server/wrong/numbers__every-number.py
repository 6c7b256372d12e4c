# What is wrong: it prints every number there is and never looks how many bytes came.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 8989))
server.listen(128)
conn, addr = server.accept()
data = conn.recv(1024)
print(addr, *range(128))
print(data.decode("gbk"))
conn.send("ok, 问题正在处理中...".encode("gbk"))
conn.close()
server.close()
