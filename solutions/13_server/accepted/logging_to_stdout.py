import logging
import socket
import sys

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."

logging.basicConfig(
    stream=sys.stdout, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s"
)
log = logging.getLogger("server")


def main():
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((HOST, PORT))
    server.listen(128)
    conn, addr = server.accept()
    log.info("client %s:%d", *addr)
    data = conn.recv(1024)
    log.info("received %d bytes", len(data))
    log.info("text: %s", data.decode("gbk"))
    conn.sendall(REPLY.encode("gbk"))
    conn.close()
    server.close()
    log.info("done")


if __name__ == "__main__":
    main()
