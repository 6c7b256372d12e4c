# What is wrong: target=receive(client) calls the function at once, in the main thread, which waits in it for ever.
import socket
import threading

HOST, PORT = "127.0.0.1", 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def receive(sock):
    data = sock.recv(1024)
    print("server:", data.decode("gbk"))


client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect((HOST, PORT))
listener = threading.Thread(target=receive(client))
listener.start()
client.sendall(MESSAGE.encode("gbk"))
listener.join()
client.close()
