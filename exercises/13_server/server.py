"""The whole server: one client is served, then the program ends.

完整的服务端程序：为一个客户端服务，然后结束。

Task / 任务: README.md · README.zh-CN.md
"""

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


def main() -> None:
    """Serve one client at HOST, PORT, then return.

    Make the address reusable, let up to 128 clients queue, and accept one client.
    Receive at most 1024 bytes from it, print its address (IP and port), the number
    of bytes and the text (GBK), and reply with REPLY in GBK. Then close both sockets.
    A client that leaves without a word (0 bytes) is not an error: close and return as usual.
    Raises OSError when the address is already taken.

    在 HOST、PORT 上为一个客户端服务：打印它的地址、收到的字节数和解码后的文本，
    用 GBK 回复 REPLY，最后关闭两个套接字。客户端一言不发就离开时，也要正常结束。
    """
    raise NotImplementedError("write main() here")


if __name__ == "__main__":
    main()
