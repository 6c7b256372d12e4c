import socket


def start_listening(server, backlog):
    # 128: 最大等待建立连接的个数
    server.listen(128)
