import selectors
import socket

REPLY = "ok, 问题正在处理中..."

sel = selectors.DefaultSelector()
running = True


def on_client(server):
    conn, addr = server.accept()
    conn.setblocking(False)
    print("connected:", addr)
    sel.register(conn, selectors.EVENT_READ, on_data)


def on_data(conn):
    global running
    data = conn.recv(1024)
    print("bytes:", len(data))
    if data:
        print("text:", data.decode("gbk"))
        conn.send(REPLY.encode("gbk"))
    sel.unregister(conn)
    conn.close()
    running = False


def main():
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", 8989))
    server.listen(128)
    server.setblocking(False)
    sel.register(server, selectors.EVENT_READ, on_client)
    while running:
        for key, _ in sel.select():
            key.data(key.fileobj)
    sel.close()
    server.close()


if __name__ == "__main__":
    main()
