# What is wrong: the error is caught and printed, and the caller never hears of it.
import socket


def send_reply(conn, data):
    try:
        conn.sendall(data)
    except (BrokenPipeError, ConnectionResetError, ConnectionAbortedError, socket.error) as e:
        print('客户端已经下线', e)
