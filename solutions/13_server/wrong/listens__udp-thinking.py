# What is wrong: the whole server is written for UDP: no listen, no accept.
import socket

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


def main():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind((HOST, PORT))
    data, addr = server.recvfrom(1024)
    print("Client:", addr)
    print("Bytes:", len(data))
    print("Text:", data.decode("gbk"))
    server.sendto(REPLY.encode("gbk"), addr)
    server.close()


if __name__ == "__main__":
    main()
