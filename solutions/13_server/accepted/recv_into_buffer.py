import socket

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中...".encode("gbk")


def main():
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((HOST, PORT))
    server.listen(128)
    conn, addr = server.accept()
    buffer = bytearray(1024)
    count = conn.recv_into(buffer)
    print(addr)
    print(count)
    print(buffer[:count].decode("gbk"))
    view = memoryview(REPLY)
    while view:
        view = view[conn.send(view):]
    conn.close()
    server.close()


if __name__ == "__main__":
    main()
