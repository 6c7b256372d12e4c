# What is wrong: decode returns new text, and it is thrown away; the bytes are printed.
import socket

if __name__ == '__main__':
    tcp_client_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    tcp_client_socket.connect(("127.0.0.1", 8081))
    tcp_client_socket.send("你好服务端，我是客户端小黑!".encode("gbk"))
    recv_data = tcp_client_socket.recv(1024)
    recv_data.decode("gbk")
    print("接收到的数据:", recv_data)
    tcp_client_socket.close()
