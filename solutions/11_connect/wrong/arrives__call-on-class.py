# What is wrong: connect() is called on the class.
import socket

def connect_to(client, host, port):
    server_address = (host, port)
    socket.socket.connect(server_address)
    print('连接成功:', server_address)
