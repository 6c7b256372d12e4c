# What is wrong: the thread prints the bytes; not thread-not-joined, because it has its reply when the program ends.
import socket
import threading

done = threading.Event()


def receive(sock):
    print(sock.recv(1024))
    done.set()


client = socket.create_connection(("127.0.0.1", 8081))
threading.Thread(target=receive, args=(client,), daemon=True).start()
client.sendall("你好服务端，我是客户端小黑!".encode("gbk"))
done.wait()
client.close()
