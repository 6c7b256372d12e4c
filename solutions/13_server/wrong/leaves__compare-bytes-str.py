# What is wrong: bytes are compared with text, so that the empty result is never noticed.
import socket

REPLY = "ok, 问题正在处理中..."


class Server:
    def __init__(self, host="127.0.0.1", port=8989):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.sock.bind((host, port))
        self.sock.listen()

    def read(self, conn):
        parts = []
        while True:
            part = conn.recv(1024)
            if part == "":
                break
            parts.append(part)
            if len(parts) > 0 and len(parts[0]) > 0:
                break
        return b"".join(parts).decode("gbk")

    def run(self):
        with self.sock:
            conn, address = self.sock.accept()
            with conn:
                print(f"from {address[0]}:{address[1]}")
                text = self.read(conn)
                print(text)
                conn.sendall(REPLY.encode("gbk"))


if __name__ == "__main__":
    Server().run()
