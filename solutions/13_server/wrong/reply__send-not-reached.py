# What is wrong: it answers only one text, and the client says another one each time.
import socket

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


def main():
    with socket.create_server((HOST, PORT), backlog=128) as server:
        conn, addr = server.accept()
        with conn:
            text = conn.recv(1024).decode("gbk")
            print(addr, len(text.encode("gbk")), text)
            if text == "你好服务端，我是客户端小黑":
                conn.sendall(REPLY.encode("gbk"))


if __name__ == "__main__":
    main()
