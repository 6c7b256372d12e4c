import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    buffer = bytearray(1024)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.connect((HOST, PORT))
        client.sendall(MESSAGE.encode("gbk"))
        count = client.recv_into(buffer)
    print(f"{count} bytes: {buffer[:count].decode('gbk')}")


if __name__ == "__main__":
    main()
