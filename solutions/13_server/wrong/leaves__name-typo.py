# What is wrong: the attribute is called connection, and the last line says conection.
import socket


class Server:
    def __init__(self, host, port):
        self.listener = socket.create_server((host, port))
        self.connection = None

    def run(self):
        self.connection, address = self.listener.accept()
        data = self.connection.recv(1024)
        print(f"{address[0]}:{address[1]} sent {len(data)} bytes: {data.decode('gbk')}")
        self.connection.sendall("ok, 问题正在处理中...".encode("gbk"))
        self.conection.close()


if __name__ == "__main__":
    Server("127.0.0.1", 8989).run()
