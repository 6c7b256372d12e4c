# What is wrong: a client that says nothing ends it with an error; not send-after-peer-closed, because nothing is sent.
import socket

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


def main():
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((HOST, PORT))
    server.listen(128)
    conn, addr = server.accept()
    data = conn.recv(1024)
    print(addr, len(data), data.decode("gbk"))
    if data:
        conn.sendall(REPLY.encode("gbk"))
    else:
        raise ValueError("nothing was said")
    conn.close()
    server.close()


if __name__ == "__main__":
    main()
