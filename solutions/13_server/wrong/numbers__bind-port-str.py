# What is wrong: an address cut out of a text has a text as its port.
import socket

ADDRESS = "127.0.0.1:8989"


def open_at(text):
    host, port = text.split(":")
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.bind((host, port))
    sock.listen()
    return sock


sock = open_at(ADDRESS)
conn, addr = sock.accept()
data = conn.recv(1024)
print(addr, len(data), data.decode("gbk"))
conn.sendall("ok, 问题正在处理中...".encode("gbk"))
conn.close()
sock.close()
