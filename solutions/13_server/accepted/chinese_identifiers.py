import socket

主机 = "0.0.0.0"
端口 = 8989
回复 = "ok, 问题正在处理中..."
编码 = "gbk"


def 接待(套接字, 地址):
    数据 = 套接字.recv(1024)
    print(f"客户端：{地址[0]}，端口：{地址[1]}")
    print(f"字节数：{len(数据)}")
    print(f"内容：{数据.decode(编码)}")
    套接字.send(回复.encode(编码))
    套接字.close()


def 主程序():
    服务端 = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    服务端.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    服务端.bind((主机, 端口))
    服务端.listen(128)
    接待(*服务端.accept())
    服务端.close()


if __name__ == "__main__":
    主程序()
