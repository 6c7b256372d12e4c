# What is wrong: this is a client: it connects where it should listen.
import socket

if __name__ == '__main__':
    tcp_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    tcp_socket.connect(("127.0.0.1", 8989))
    tcp_socket.send("ok, 问题正在处理中...".encode("gbk"))
    recv_data = tcp_socket.recv(1024)
    print("长度:", len(recv_data))
    print("数据:", recv_data.decode("gbk"))
    tcp_socket.close()
