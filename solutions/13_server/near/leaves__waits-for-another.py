# What is wrong: it begins with a client to test the line; not waits-for-another, because no client has left yet.
import socket

with socket.create_server(("127.0.0.1", 8989)) as server:
    test, where = server.accept()
    print("the line works:", where)
    conn, addr = server.accept()
    data = conn.recv(1024)
    print(addr, len(data), data.decode("gbk"))
    conn.sendall("ok, 问题正在处理中...".encode("gbk"))
    conn.close()
    test.close()
