# What is wrong: without a server it tries again and again and never returns.
import socket
import time


def connect_to(client, host, port):
    while True:
        try:
            client.connect((host, port))
            return
        except OSError:
            # 服务端还没有启动，等一会儿再试
            time.sleep(0.1)
