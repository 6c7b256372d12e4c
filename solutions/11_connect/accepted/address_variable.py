import socket


def connect_to(client, host, port):
    server_address = (host, port)
    client.connect(server_address)
    # 代码执行到此，说明连接建立成功
    print("连接成功:", server_address)
