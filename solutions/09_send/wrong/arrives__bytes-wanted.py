# What is wrong: None is given to send().
import socket

def send_reply(conn, data):
    已发送 = 0
    总长度 = len(data)
    while 已发送 != 总长度:
        已发送 = 已发送 + conn.send(None)
    print('已发送 %d 字节' % 已发送)
