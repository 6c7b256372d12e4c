import socket

HOST, PORT = "127.0.0.1", 8081
MESSAGE = "你好服务端，我是客户端小黑!"

if __name__ == "__main__":
    with socket.socket(family=socket.AF_INET, type=socket.SOCK_STREAM) as s:
        s.connect((HOST, PORT))
        s.sendall(MESSAGE.encode(encoding="gbk"))
        print(f"Received: {s.recv(1024).decode(encoding='gbk')}")
