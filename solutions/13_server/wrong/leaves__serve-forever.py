# What is wrong: the server waits for further clients for ever.
import socketserver

REPLY = "ok, 问题正在处理中..."


class Desk(socketserver.BaseRequestHandler):
    def handle(self):
        data = self.request.recv(1024)
        print(self.client_address, len(data))
        if data:
            print(data.decode("gbk"))
            self.request.sendall(REPLY.encode("gbk"))


if __name__ == "__main__":
    socketserver.TCPServer.allow_reuse_address = True
    with socketserver.TCPServer(("127.0.0.1", 8989), Desk) as server:
        server.serve_forever()
