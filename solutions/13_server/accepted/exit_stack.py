import socket
from contextlib import ExitStack, closing

ADDR = ("127.0.0.1", 8989)


def main():
    with ExitStack() as stack:
        listener = stack.enter_context(closing(socket.socket()))
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(ADDR)
        listener.listen(socket.SOMAXCONN)
        peer, peername = listener.accept()
        stack.callback(peer.close)
        message = peer.recv(1 << 10)
        if message:
            peer.sendall("ok, 问题正在处理中...".encode("cp936"))
        print(*peername, len(message), message.decode("gb18030"), sep="\n")


if __name__ == "__main__":
    main()
