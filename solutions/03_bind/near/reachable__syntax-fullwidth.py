# What is wrong: a parenthesis is missing; not syntax-fullwidth, because the full-width comma stands in a text.
import socket


def bind_server(server, host, port):
    print("绑定，地址是", (host, port)
    server.bind((host, port))
