import socket
import threading


def handle(conn, addr):
    data = conn.recv(1024)
    print("客户端 %s:%s" % addr)
    print("收到 %d 个字节" % len(data))
    print("内容：%s" % data.decode("gbk"))
    conn.send("ok, 问题正在处理中...".encode("gbk"))
    conn.close()


def main():
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", 8989))
    server.listen(128)
    conn, addr = server.accept()
    t = threading.Thread(target=handle, args=(conn, addr))
    t.start()
    t.join()
    server.close()


if __name__ == "__main__":
    main()
