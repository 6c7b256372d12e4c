# What is wrong: join() waits for the thread before anything was sent, and the thread waits for the answer to it.
import socket
import threading

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def receiver(sock):
    print("reply:", sock.recv(1024).decode("gbk"))


def main():
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.connect((HOST, PORT))
    t = threading.Thread(target=receiver, args=(sock,))
    t.start()
    t.join()
    sock.sendall(MESSAGE.encode("gbk"))
    sock.close()


main()
