# What is wrong: this is a server: it binds, listens and waits for a client that never comes.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((HOST, PORT))
    sock.listen(5)
    conn, addr = sock.accept()
    conn.send(MESSAGE.encode("gbk"))
    print(conn.recv(1024).decode("gbk"))
    conn.close()
    sock.close()


if __name__ == "__main__":
    main()
