# What is wrong: the child closes its copy of the client's socket, but the parent never closes its own.
import os
import socket

REPLY = "ok, 问题正在处理中..."


def serve(conn):
    data = conn.recv(1024)
    print(len(data), data.decode("gbk"), flush=True)
    conn.sendall(REPLY.encode("gbk"))
    conn.close()


server = socket.create_server(("127.0.0.1", 8989))
while True:
    conn, addr = server.accept()
    print("client:", addr, flush=True)
    if os.fork() == 0:
        server.close()
        serve(conn)
        os._exit(0)
