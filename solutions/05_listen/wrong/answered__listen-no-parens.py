# What is wrong: without parentheses the method is only named, not called.
import socket


def start_listening(server, backlog):
    server.listen
    print("开始监听", backlog)
