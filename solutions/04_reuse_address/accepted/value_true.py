import socket


def allow_restart(server):
    # 设置端口号复用，让程序退出后端口号可以立即再用
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, True)
