# What is wrong: the function's own variable is called socket too, so the module is not to be seen in it.
import socket


def main():
    socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    socket.bind(("127.0.0.1", 8989))
    socket.listen(5)
    conn, addr = socket.accept()
    data = conn.recv(1024)
    print(addr, len(data), data.decode("gbk"))
    conn.send("ok, 问题正在处理中...".encode("gbk"))
    conn.close()
    socket.close()


main()
