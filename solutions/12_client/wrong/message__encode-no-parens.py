# What is wrong: the parentheses of encode are missing, so that the method itself is sent.
import socket

if __name__ == '__main__':
    # 创建客户端套接字
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # 连接
    client.connect(("127.0.0.1", 8081))
    # 发送数据
    content = "你好服务端，我是客户端小黑!"
    client.send(content.encode)
    # 接收数据
    print(client.recv(1024).decode("gbk"))
    # 关闭
    client.close()
