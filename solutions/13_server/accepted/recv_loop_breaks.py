import socket

HOST = "127.0.0.1"
PORT = 8989


def main():
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((HOST, PORT))
    server.listen(128)
    client, address = server.accept()
    print("client", address)
    while True:
        data = client.recv(1024)
        if not data:
            print("the client has left, 0 bytes")
            break
        print(len(data), "bytes")
        print(data.decode("gbk"))
        client.sendall("ok, 问题正在处理中...".encode("gbk"))
        break  # one message is all we want
    client.close()
    server.close()


if __name__ == "__main__":
    main()
