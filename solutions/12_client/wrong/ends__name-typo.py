# What is wrong: a typing mistake in the very last line: NameError, exit status 1.
import socket

if __name__ == '__main__':
    tcp_client_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    tcp_client_socket.connect(("127.0.0.1", 8081))
    send_data = "你好服务端，我是客户端小黑!".encode("gbk")
    tcp_client_socket.send(send_data)
    recv_data = tcp_client_socket.recv(1024)
    print("接收服务端的数据为:", recv_data.decode("gbk"))
    tcp_client_sokcet.close()
