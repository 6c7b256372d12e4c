# What is wrong: the thread is asked for twice; not thread-start-no-parens, because it is started.
import socket
import threading


def receive(sock):
    print(len(sock.recv(1024)))


client = socket.create_connection(("127.0.0.1", 8081))
receiver = threading.Thread(target=receive, args=(client,))
begin = receiver.start
begin()
receiver.start()
client.sendall("你好服务端，我是客户端小黑!".encode("gbk"))
receiver.join()
client.close()
