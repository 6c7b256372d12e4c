# What is wrong: it answers to the address; not accept-swapped, because the pair was taken apart rightly.
import socket

with socket.create_server(("127.0.0.1", 8989)) as server:
    conn, addr = server.accept()
    with conn:
        data = conn.recv(1024)
        print(len(data), data.decode("gbk"))
        addr.sendall("ok, 问题正在处理中...".encode("gbk"))
