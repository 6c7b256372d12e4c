import socket


class TextSocket(socket.socket):
    """A TCP socket that speaks text in GBK."""

    def send_text(self, text: str) -> None:
        self.sendall(text.encode("gbk"))

    def receive_text(self, limit: int = 1024) -> str:
        return self.recv(limit).decode("gbk")


def main() -> None:
    with TextSocket(socket.AF_INET, socket.SOCK_STREAM) as desk:
        desk.connect(("127.0.0.1", 8081))
        desk.send_text("你好服务端，我是客户端小黑!")
        print(desk.receive_text())


if __name__ == "__main__":
    main()
