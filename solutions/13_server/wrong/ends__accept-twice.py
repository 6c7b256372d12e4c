# What is wrong: each accept() waits for a client of its own: one for the socket, and one more for the address.
import socket

REPLY = "ok, 问题正在处理中..."


def next_client(server):
    conn = server.accept()[0]
    addr = server.accept()[1]
    return conn, addr


def main():
    with socket.create_server(("127.0.0.1", 8989)) as server:
        conn, addr = next_client(server)
        with conn:
            print(addr)
            data = conn.recv(1024)
            print(len(data), data.decode("gbk"))
            conn.sendall(REPLY.encode("gbk"))


main()
