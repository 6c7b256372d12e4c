# What is wrong: the thread that receives is not waited for, and ends with the program.
import socket
import threading
import time

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8081))
client.send("你好服务端，我是客户端小黑!".encode("gbk"))
threading.Thread(target=lambda: print(client.recv(1024).decode("gbk")), daemon=True).start()
time.sleep(0.2)
client.close()
