import socket

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."
server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind((HOST, PORT))
server.listen(128)
while True:
    conn, address = server.accept()
    data = conn.recv(1024)
    print(address, len(data))
    conn.send(REPLY.encode("gbk"))
    conn.close()
