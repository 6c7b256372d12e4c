import socket

HOST = "localhost"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def open_client(host, port):
    last_error = None
    for family, kind, proto, _, address in socket.getaddrinfo(host, port, socket.AF_INET, socket.SOCK_STREAM):
        client = socket.socket(family, kind, proto)
        try:
            client.connect(address)
            return client
        except OSError as error:
            client.close()
            last_error = error
    raise last_error


def main():
    client = open_client(HOST, PORT)
    data = MESSAGE.encode("gbk")
    while data:
        sent = client.send(data)
        data = data[sent:]
    print("<-", client.recv(1024).decode("gbk"))
    del client


if __name__ == "__main__":
    main()
