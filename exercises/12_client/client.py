"""12 · The client program: all five steps of a client in one file.

完整的客户端程序：把客户端的五个步骤写进一个文件。
Task / 任务: README.md · README.zh-CN.md
"""

HOST = "127.0.0.1"  # the help desk's address / 服务端的地址
PORT = 8081  # the help desk's port / 服务端的端口号
MESSAGE = "你好服务端，我是客户端小黑!"


def main() -> None:
    """Talk to the help desk once: connect, send, receive, print, close.

    Connect to (HOST, PORT) over TCP and send MESSAGE in GBK. Receive the reply (up to
    1024 bytes, in GBK too), print it as text, and close the connection. The program then
    ends by itself with exit status 0. An empty reply means that the server hung up: the
    program must end then too. Without a server, connecting raises ConnectionRefusedError;
    there is no need to catch it.

    通过 TCP 连接 (HOST, PORT)，以 GBK 发送 MESSAGE；接收应答（最多 1024 字节，也是 GBK），
    解码后打印成文字，最后关闭连接，程序自行结束，退出状态为 0。
    """
    raise NotImplementedError("write main() here")


if __name__ == "__main__":
    main()
