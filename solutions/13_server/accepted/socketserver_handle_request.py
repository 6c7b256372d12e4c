import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        data = self.request.recv(1024)
        print("client:", self.client_address)
        print("bytes:", len(data))
        print("text:", data.decode("gbk"))
        self.request.sendall("ok, 问题正在处理中...".encode("gbk"))


class Server(socketserver.TCPServer):
    allow_reuse_address = True
    request_queue_size = 128


if __name__ == "__main__":
    with Server(("127.0.0.1", 8989), Handler) as server:
        server.handle_request()
