# What is wrong: its loop goes on when nobody is left; not selectors-no-unregister, because the client is taken out of it.
import selectors
import socket

sel = selectors.DefaultSelector()
server = socket.create_server(("127.0.0.1", 8989))
sel.register(server, selectors.EVENT_READ)
while True:
    for key, mask in sel.select(0):
        if key.fileobj is server:
            conn, addr = server.accept()
            sel.register(conn, selectors.EVENT_READ)
        else:
            data = key.fileobj.recv(1024)
            print(len(data), data.decode("gbk"))
            if data:
                key.fileobj.sendall("ok, 问题正在处理中...".encode("gbk"))
            sel.unregister(key.fileobj)
            key.fileobj.close()
