"""10 · Close: end one conversation, end the service.

10 · 关闭：结束一次通信，结束整个服务。

Task / 任务: README.md · README.zh-CN.md
"""

import socket


def close_conversation(conn: socket.socket) -> None:
    """End the conversation with one client.

    conn is the socket that accept() gave for this client. Afterwards the client reads
    everything that was sent before, and then the end of the stream. Raises nothing, even
    if the client is already gone.

    结束与一个客户端的通信：conn 是 accept() 返回的套接字。
    之前发送的数据照常到达，随后客户端读到流的末尾；客户端早已离开时，也不抛出异常。
    """
    raise NotImplementedError("write close_conversation() here")


def close_server(server: socket.socket) -> None:
    """End the service: new clients are refused.

    server is the listening socket. Conversations with clients that were accepted before
    go on undisturbed.

    停止服务：server 是监听套接字，关闭以后新的客户端会被拒绝。
    已经接受的客户端不受影响，仍能正常通信。
    """
    raise NotImplementedError("write close_server() here")


if __name__ == "__main__":
    # One server and two clients in one program; every wait ends after 5 seconds.
    # 一个服务端、两个客户端，都在这一个程序里；每次等待最多 5 秒。
    listener = socket.create_server(("127.0.0.1", 0))
    address = listener.getsockname()
    client_1 = socket.create_connection(address, timeout=5)
    conn_1, _ = listener.accept()
    client_2 = socket.create_connection(address, timeout=5)
    conn_2, _ = listener.accept()

    close_conversation(conn_1)
    print("client 1 reads", client_1.recv(1024))

    close_server(listener)
    conn_2.sendall(b"still here")
    print("client 2 reads", client_2.recv(1024))
    try:
        socket.create_connection(address, timeout=5)
        print("client 3 got in")
    except ConnectionRefusedError:
        print("client 3 is refused")
