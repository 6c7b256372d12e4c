# What is wrong: the module socket is used and never imported.
def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect(("127.0.0.1", 8081))
    client.sendall("你好服务端，我是客户端小黑!".encode("gbk"))
    print(client.recv(1024).decode("gbk"))
    client.close()


if __name__ == "__main__":
    main()
