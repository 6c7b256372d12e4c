import logging
import socket
import sys

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"

logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
log = logging.getLogger("client")


def main():
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        log.info("connecting to %s:%d", HOST, PORT)
        client.connect((HOST, PORT))
        client.sendall(MESSAGE.encode("gbk"))
        reply = client.recv(1024)
        log.info("%d bytes: %s", len(reply), reply.decode("gbk"))
    log.info("closed")


if __name__ == "__main__":
    main()
