# What is wrong: the child keeps its socket open and sleeps; not close-fork-parent, because the parent closes its own.
import os
import socket
import time

with socket.create_server(("127.0.0.1", 8989)) as server:
    conn, addr = server.accept()
    if os.fork() == 0:
        data = conn.recv(1024)
        print(len(data), data.decode("gbk"), flush=True)
        conn.sendall("ok, 问题正在处理中...".encode("gbk"))
        time.sleep(60)
    conn.close()
    os.wait()
