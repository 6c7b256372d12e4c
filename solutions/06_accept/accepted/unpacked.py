import socket


def accept_client(server):
    # 等待客户端建立连接的请求
    service_client_socket, ip_port = server.accept()
    print("客户端的ip地址和端口号:", ip_port)
    return service_client_socket, ip_port
