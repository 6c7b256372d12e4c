# What is wrong: run() carries out the function here and now; only start() makes a thread.
import socket
import threading

MESSAGE = "你好服务端，我是客户端小黑!"


def show_reply(sock):
    print(sock.recv(1024).decode("gbk"))


def main():
    with socket.socket() as sock:
        sock.connect(("127.0.0.1", 8081))
        t = threading.Thread(target=show_reply, args=(sock,))
        t.run()
        sock.sendall(MESSAGE.encode("gbk"))


main()
