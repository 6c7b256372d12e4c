# What is wrong: a socket at its end stays registered, and is ready again and again.
import selectors
import socket

REPLY = "ok, 问题正在处理中..."

sel = selectors.DefaultSelector()
server = socket.create_server(("127.0.0.1", 8989))
sel.register(server, selectors.EVENT_READ)
served = False
while not served:
    for key, mask in sel.select():
        if key.fileobj is server:
            conn, addr = server.accept()
            print("client:", addr)
            sel.register(conn, selectors.EVENT_READ)
        else:
            data = key.fileobj.recv(1024)
            if data:
                print(len(data), data.decode("gbk"))
                key.fileobj.sendall(REPLY.encode("gbk"))
                key.fileobj.close()
                served = True
