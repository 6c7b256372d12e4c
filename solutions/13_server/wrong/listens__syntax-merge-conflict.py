# What is wrong: git could not merge two versions, and its marks were never taken out.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
<<<<<<< HEAD
server.bind(("127.0.0.1", 8989))
=======
server.bind(("", 8989))
>>>>>>> origin/main
server.listen(5)
conn, addr = server.accept()
data = conn.recv(1024)
print(addr, len(data), data.decode("gbk"))
conn.send("ok, 问题正在处理中...".encode("gbk"))
conn.close()
server.close()
