# What is wrong: nothing is sent.
import socket

if __name__ == '__main__':
    # 创建服务端套接字
    tcp_server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # 端口复用
    tcp_server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, True)
    # 绑定
    tcp_server.bind(("127.0.0.1", 8989))
    # 监听
    tcp_server.listen(128)
    # 等待连接
    client, ip_port = tcp_server.accept()
    print("客户端 ip 和端口: %s:%d" % ip_port)
    # 接收数据
    recv_data = client.recv(1024)
    print("长度: %d" % len(recv_data))
    recv_text = recv_data.decode("gbk")
    print("数据: %s" % recv_text)
    # 关闭
    client.close()
    tcp_server.close()
