# -*- coding: utf-8 -*-
import socket

参数 = (socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)


def allow_restart(server):
    # 用类来调用方法，效果一样
    return socket.socket.setsockopt(server, *参数)
