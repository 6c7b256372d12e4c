# What is wrong: the pair is unpacked the wrong way round, and the address has no recv().
import socket

REPLY = "ok, 问题正在处理中..."


class Desk:
    def __init__(self):
        self.door = socket.create_server(("127.0.0.1", 8989))

    def serve(self):
        who, self.line = self.door.accept()
        print("client:", who)
        self.talk()

    def talk(self):
        with self.line as line:
            data = line.recv(1024)
            print(len(data), data.decode("gbk"))
            line.sendall(REPLY.encode("gbk"))
        self.door.close()


Desk().serve()
