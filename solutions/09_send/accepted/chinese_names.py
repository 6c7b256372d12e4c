import socket


def send_reply(conn, data):
    # 发送数据给客户端，直到全部发完
    已发送 = 0
    总长度 = len(data)
    while 已发送 != 总长度:
        已发送 = 已发送 + conn.send(data[已发送:])
    print("已发送 %d 字节" % 已发送)
