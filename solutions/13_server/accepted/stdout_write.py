import socket
import sys


def say(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main(argv):
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind(("127.0.0.1", 8989))
    sock.listen(128)
    say("waiting ...")
    conn, (ip, port) = sock.accept()
    data = conn.recv(1024)
    say("%s %s" % (ip, port))
    say("%d" % len(data))
    say(data.decode("gbk"))
    conn.sendall("ok, 问题正在处理中...".encode("gbk"))
    conn.close()
    sock.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
