import socket


class DeskSocket(socket.socket):
    """A listening socket that knows how to set itself up."""

    def __init__(self, host, port):
        super().__init__(socket.AF_INET, socket.SOCK_STREAM)
        self.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.bind((host, port))
        self.listen(128)


def main():
    with DeskSocket("127.0.0.1", 8989) as desk:
        conn, addr = desk.accept()
        with conn:
            data = conn.recv(1024)
            print(addr[0], addr[1], len(data))
            print(data.decode("gbk"))
            conn.sendall("ok, 问题正在处理中...".encode("gbk"))


if __name__ == "__main__":
    main()
