# What is wrong: it calls the next server and not the client; not same-script, because that one listens at another port.
import socket

with socket.create_server(("127.0.0.1", 8989)) as server:
    conn, addr = server.accept()
    data = conn.recv(1024)
    print(addr, len(data), data.decode("gbk"))
    with socket.create_connection(("127.0.0.1", 8081)) as other:
        other.sendall("ok, 问题正在处理中...".encode("gbk"))
    conn.close()
