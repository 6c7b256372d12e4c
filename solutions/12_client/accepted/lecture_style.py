# -*- coding: utf-8 -*-
import socket

if __name__ == '__main__':
    # 第一步：买一部“电话机”，也就是创建套接字（IPv4、TCP）
    client_sk = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # 第二步：拨号，没人接就会抛出异常
    client_sk.connect(("127.0.0.1", 8081))
    # 第三步：说话之前先把文字变成字节
    msg_bytes = "你好服务端，我是客户端小黑!".encode("gbk")
    client_sk.send(msg_bytes)
    # 第四步：听对方说话，一次最多听 1024 个字节
    reply_bytes = client_sk.recv(1024)
    # 先看看原始的字节，再看看解码以后的文字
    print(reply_bytes)
    print("服务端说:", reply_bytes.decode("gbk"))
    # 第五步：挂断
    client_sk.close()
