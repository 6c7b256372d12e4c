# What is wrong: the program ends with an error before it answers; not send-not-reached, because the error says why.
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
            if text != REPLY:
                raise RuntimeError("what is that?")
            conn.sendall(REPLY.encode("gbk"))


if __name__ == "__main__":
    main()
