import socket

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


def main() -> None:
    desk = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    desk.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    desk.bind((HOST, PORT))
    desk.listen(128)
    talk, peer = desk.accept()
    with talk:
        data = talk.recv(1024)
        print(peer, len(data), data.decode("gbk"))
    talk.sendall(REPLY.encode("gbk"))
    desk.close()


if __name__ == "__main__":
    main()
