# What is wrong: empty bytes are sent as the end of the stream, and nothing is closed.
import socket

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


def serve(listener):
    while True:
        conn, addr = listener.accept()
        data = conn.recv(1024)
        print(addr, len(data), data.decode("gbk"))
        conn.sendall(REPLY.encode("gbk"))
        conn.sendall(b"")  # the end


serve(socket.create_server((HOST, PORT), backlog=128))
