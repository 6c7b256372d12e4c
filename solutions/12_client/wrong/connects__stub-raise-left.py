# What is wrong: the stub's raise still stands above the code, so that the code never runs.
import socket


def main() -> None:
    raise NotImplementedError("write main() here")
    client = socket.socket()
    client.connect(("127.0.0.1", 8989))
    client.sendall("你好".encode("gbk"))
    print(client.recv(1024).decode("gbk"))
    client.close()


if __name__ == "__main__":
    main()
