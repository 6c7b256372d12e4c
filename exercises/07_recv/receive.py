"""07 · Receive: take bytes from a connection, and notice when the client has left.

07 · 接收数据：从连接里取出字节，并判断客户端是否已经离开。

Task / 任务: README.md · README.zh-CN.md
"""

import socket


def receive(conn: socket.socket, bufsize: int) -> bytes:
    """Wait for the client's next bytes and return them, at most `bufsize` bytes.

    `conn` is the connected socket that belongs to this client. One call receives
    once: what does not fit stays with the system for the next call. If nothing has
    come yet, the call waits. When the client has closed its side and everything was
    read, the result is b"". OSError, if the connection breaks, is not caught here.

    等待客户端的下一批字节并返回，最多 bufsize 个字节；每次调用只接收一次。
    客户端关闭连接、数据又都读完之后，返回 b""。
    """
    raise NotImplementedError("write receive() here")


def has_left(data: bytes) -> bool:
    """Tell from `data`, a result of receive(), whether the client has left.

    True for the end of the stream (the length is 0), False for any data at all.

    根据 receive() 的返回值判断客户端是否已下线：长度为 0 返回 True，只要有数据就返回 False。
    """
    raise NotImplementedError("write has_left() here")


if __name__ == "__main__":
    print("has_left(b'hello') gives", has_left(b"hello"))
    print("has_left(b'') gives", has_left(b""))

    with socket.create_server(("127.0.0.1", 8989)) as server:
        print("Waiting for a client on 127.0.0.1, port 8989 ...")
        conn, address = server.accept()
        with conn:
            print("Connected with", address)
            data = receive(conn, 8)
            while not has_left(data):
                print(len(data), "bytes:", data)
                data = receive(conn, 8)
            print("The client has left, the last length was", len(data))
