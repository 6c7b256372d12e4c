# What is wrong: send() has an argument too many.
import socket

def send_reply(conn, data):
    已发送 = 0
    总长度 = len(data)
    while 已发送 != 总长度:
        已发送 = 已发送 + conn.send(data[已发送:], 1)
    print('已发送 %d 字节' % 已发送)
