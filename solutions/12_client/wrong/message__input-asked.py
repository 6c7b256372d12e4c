# What is wrong: the message is asked for at the keyboard, where nobody types.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8081))
message = input("message: ")
client.sendall(message.encode("gbk"))
print(client.recv(1024).decode("gbk"))
client.close()
