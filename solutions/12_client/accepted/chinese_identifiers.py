import socket

主机 = "127.0.0.1"
端口 = 8081
消息 = "你好服务端，我是客户端小黑!"


def 主程序():
    客户端 = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    客户端.connect((主机, 端口))
    客户端.send(消息.encode("gbk"))
    应答 = 客户端.recv(1024)
    print("收到", len(应答), "个字节，内容是：", 应答.decode("gbk"))
    客户端.close()


if __name__ == "__main__":
    主程序()
