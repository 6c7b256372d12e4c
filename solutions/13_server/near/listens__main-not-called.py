# What is wrong: it wants the port on the command line and gives up; not main-not-called, because main() is called.
import socket
import sys


def main():
    if len(sys.argv) < 2:
        print("usage: server.py PORT")
        return
    server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
    conn, addr = server.accept()
    data = conn.recv(1024)
    print(addr, len(data), data.decode("gbk"))
    conn.send("ok, 问题正在处理中...".encode("gbk"))
    conn.close()
    server.close()


if __name__ == "__main__":
    main()
