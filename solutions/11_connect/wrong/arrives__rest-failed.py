# What is wrong: the error of connect() is caught without a word.
import socket

def connect_to(client, host, port):
    server_address = (host, port)
    try:
        client.connect(server_address, 1)
    except Exception:
        pass
    print('连接成功:', server_address)
