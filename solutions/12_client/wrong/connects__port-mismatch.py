# What is wrong: the client calls port 8989, but this help desk listens on 8081.
import socket

if __name__ == "__main__":
    client_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # the same port as in the lecture's server
    client_socket.connect(("127.0.0.1", 8989))
    client_socket.send("你好服务端，我是客户端小黑!".encode("gbk"))
    recv_data = client_socket.recv(1024)
    print("reply:", recv_data.decode("gbk"))
    client_socket.close()
