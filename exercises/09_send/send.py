"""09 · Send: give the client every byte of the reply, once and in order.

09 · 发送数据：把回复的每一个字节都发给客户端，不多、不少、不乱序。

Task / 任务: README.md · README.zh-CN.md
"""

import socket


def send_reply(conn: socket.socket, data: bytes) -> None:
    """Send all of `data` over `conn`, the connected socket that belongs to the client.

    It returns when the system has taken every byte. `data` may be larger than the send
    buffer, `conn` may have a timeout, and the client may read slowly. OSError, if the
    client is gone or the time is up, is not caught here. `conn` stays open.

    通过已连接的套接字 conn 发送 data 的全部字节，全部交给系统之后才返回。
    数据可能比发送缓冲区大，conn 可能设有超时，客户端可能读得很慢。
    出现 OSError 时不要捕获，也不要关闭 conn。
    """
    raise NotImplementedError("write send_reply() here")


if __name__ == "__main__":
    here, there = socket.socketpair()
    with here, there:
        there.settimeout(2)
        send_reply(here, "ok, 问题正在处理中...".encode("gbk"))
        print("A short reply arrives:", there.recv(1024).decode("gbk"))

    reply = b"x" * 20_000_000
    with socket.create_server(("127.0.0.1", 8989)) as server:
        print("Waiting for a client on 127.0.0.1, port 8989 ...")
        conn, address = server.accept()
        with conn:
            conn.settimeout(5)
            send_reply(conn, reply)
            print("send_reply() has returned. The reply has", len(reply), "bytes.")
