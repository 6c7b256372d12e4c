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
    try:
        data = conn.recv(1024)
        print("from", addr)
        print("size", len(data))
        print("text", data.decode("gbk"))
        conn.sendall(REPLY.encode("gbk"))
        conn.shutdown(socket.SHUT_RDWR)
    except socket.error as e:
        print("the client is gone:", e)
    finally:
        conn.close()
        server.close()


if __name__ == "__main__":
    main()
