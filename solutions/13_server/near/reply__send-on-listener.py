# What is wrong: it answers over a third socket, just made; not send-on-listener, because that one never listened.
import socket

server = socket.create_server(("127.0.0.1", 8989))
conn, addr = server.accept()
data = conn.recv(1024)
print(len(data), data.decode("gbk"))
answer = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
answer.send("ok, 问题正在处理中...".encode("gbk"))
answer.close()
conn.close()
server.close()
