# What is wrong: it waits for the client's thanks; not accept-in-message-loop, because it waits in recv().
import socket

with socket.create_server(("127.0.0.1", 8989)) as server:
    while True:
        conn, addr = server.accept()
        data = conn.recv(1024)
        print(addr, len(data), data.decode("gbk"))
        conn.sendall("ok, 问题正在处理中...".encode("gbk"))
        print(conn.recv(1024))
        conn.close()
        break
    while True:
        pass
