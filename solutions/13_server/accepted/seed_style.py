import socket

if __name__ == '__main__':
    # 1. 创建套接字
    tcp_server_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # 程序退出后端口可以马上再用
    tcp_server_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, True)
    # 2. 绑定
    tcp_server_socket.bind(("127.0.0.1", 8989))
    # 3. 监听
    tcp_server_socket.listen(128)
    # 4. 等待客户端，这一行会阻塞
    service_client_socket, ip_port = tcp_server_socket.accept()
    print("来了一个客户端:", ip_port)
    # 5. 接收
    recv_data = service_client_socket.recv(1024)
    print("共收到字节:", len(recv_data))
    recv_content = recv_data.decode("gbk")
    print("他说:", recv_content)
    # 6. 回复
    send_data = "ok, 问题正在处理中...".encode("gbk")
    service_client_socket.send(send_data)
    # 7. 两个都关
    service_client_socket.close()
    tcp_server_socket.close()
