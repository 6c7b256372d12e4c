import socket
import sys

# a terminal in another encoding should not spoil the Chinese
sys.stdout.reconfigure(encoding="utf-8", errors="replace")

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
try:
    client.connect((HOST, PORT))
    client.sendall(MESSAGE.encode("cp936"))
    reply = client.recv(2048)
    print(reply.decode("cp936"))
except socket.error as e:
    print("network error:", e)
    sys.exit(1)
finally:
    client.close()
