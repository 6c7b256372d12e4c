# What is wrong: encode returns new bytes, and they are thrown away.
import socket

tcp_client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
tcp_client.connect(("127.0.0.1", 8081))
send_data = "你好服务端，我是客户端小黑!"
send_data.encode("gbk")
tcp_client.send(send_data)
recv_data = tcp_client.recv(1024)
print(recv_data.decode("gbk"))
tcp_client.close()
