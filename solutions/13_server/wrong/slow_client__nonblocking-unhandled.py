# What is wrong: MSG_DONTWAIT makes this one call give up where nothing has come yet.
import socket

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."

with socket.create_server((HOST, PORT), backlog=128) as server:
    conn, address = server.accept()
    with conn:
        data = conn.recv(1024, socket.MSG_DONTWAIT)
        print(address, len(data), data.decode("gbk"))
        conn.sendall(REPLY.encode("gbk"))
