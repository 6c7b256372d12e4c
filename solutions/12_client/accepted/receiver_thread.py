import socket
import threading

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def receiver(sock):
    data = sock.recv(1024)
    print("thread received:", data.decode("gbk"))


def main():
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.connect((HOST, PORT))
    t = threading.Thread(target=receiver, args=(sock,))
    t.start()
    sock.sendall(MESSAGE.encode("gbk"))
    t.join()
    sock.close()


if __name__ == "__main__":
    main()
