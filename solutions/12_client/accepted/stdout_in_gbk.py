import socket
import sys

# 老式的 Windows 命令行用 GBK 显示中文
sys.stdout.reconfigure(encoding="gbk", errors="replace")

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8081))
client.send("你好服务端，我是客户端小黑!".encode("gbk"))
reply = client.recv(1024)
print("服务端说:", reply.decode("gbk"))
client.close()
