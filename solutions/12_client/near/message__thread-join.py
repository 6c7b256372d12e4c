# What is wrong: the thread that sends waits for a reply first; not thread-join, because join() comes when all has begun.
import socket
import threading


def talk(sock):
    print(sock.recv(1024).decode("gbk"))
    sock.sendall("你好服务端，我是客户端小黑!".encode("gbk"))


client = socket.create_connection(("127.0.0.1", 8081))
talker = threading.Thread(target=talk, args=(client,))
talker.start()
print("talking ...")
talker.join()
client.close()
