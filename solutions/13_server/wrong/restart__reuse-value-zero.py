# What is wrong: the option is switched off: its value is 0.
import socket

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


def main():
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
    server.bind((HOST, PORT))
    server.listen(128)
    conn, addr = server.accept()
    print("Client:", addr)
    data = conn.recv(1024)
    print("Bytes:", len(data))
    text = data.decode("gbk")
    print("Text:", text)
    conn.sendall(REPLY.encode("gbk"))
    conn.close()
    server.close()


if __name__ == "__main__":
    main()
