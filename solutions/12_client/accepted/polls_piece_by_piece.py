import selectors
import socket

client = socket.create_connection(("127.0.0.1", 8081), timeout=5)
client.setblocking(False)
waiting = selectors.DefaultSelector()
waiting.register(client, selectors.EVENT_WRITE)
to_send = "你好服务端，我是客户端小黑!".encode("gbk")
reply = b""
done = False
while not done:
    for _, event in waiting.select():
        if event & selectors.EVENT_WRITE:
            to_send = to_send[client.send(to_send) :]
            if not to_send:
                waiting.modify(client, selectors.EVENT_READ)
        else:
            piece = client.recv(7)
            reply += piece
            done = not piece
print(reply.decode("gbk"))
client.close()
