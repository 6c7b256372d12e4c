# What is wrong: the port is asked for at the keyboard, where nobody types.
import socket


def main():
    port = int(input("port? "))
    server = socket.create_server(("127.0.0.1", port))
    conn, addr = server.accept()
    data = conn.recv(1024)
    print(addr, len(data), data.decode("gbk"))
    conn.send("ok, 问题正在处理中...".encode("gbk"))
    conn.close()
    server.close()


main()
