# What is wrong: a server that is silent for a tenth of a second is given up as if it had left.
import socket

with socket.create_connection(("127.0.0.1", 8081), 0.1) as conn:
    conn.sendall("你好服务端，我是客户端小黑!".encode("gbk"))
    try:
        answer = conn.recv(1024)
    except TimeoutError:
        print("没有回复")
    else:
        print(answer.decode("gbk"))
