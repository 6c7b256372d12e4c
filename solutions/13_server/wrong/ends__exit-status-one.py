# What is wrong: exit(1) says that the program has failed, and it has not.
import socket

server = socket.create_server(("127.0.0.1", 8989))
conn, addr = server.accept()
data = conn.recv(1024)
print(f"{len(data)} bytes from port {addr[1]}: {data.decode('gbk')}")
conn.sendall("ok, 问题正在处理中...".encode("gbk"))
conn.close()
server.close()
exit(1)
