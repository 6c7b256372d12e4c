# What is wrong: it receives before it sends; not thread-target-called, because the function called makes the thread's one.
import socket
import threading


def shown(sock):
    def show():
        print(sock.recv(1024).decode("gbk"))

    return show


client = socket.create_connection(("127.0.0.1", 8081))
print("the server greets:", client.recv(1024).decode("gbk"))
reader = threading.Thread(target=shown(client))
reader.start()
client.sendall("你好服务端，我是客户端小黑!".encode("gbk"))
reader.join()
client.close()
