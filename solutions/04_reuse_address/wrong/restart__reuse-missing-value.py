# What is wrong: the option is named, but no value says that it is to be on.
import socket


def allow_restart(server):
    # 设置端口复用
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)
