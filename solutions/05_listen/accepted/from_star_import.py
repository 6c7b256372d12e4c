from socket import *

def start_listening(server, backlog):
    # 设置监听
    server.listen(backlog)
