# What is wrong: only ten bytes of the message are sent.
import socket
HOST = '127.0.0.1'
PORT = 8081
MESSAGE = '你好服务端，我是客户端小黑!'

def main() -> None:
    """Connect to the help desk, send MESSAGE in GBK, print the reply, close."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.connect((HOST, PORT))
        client.sendall(MESSAGE.encode('gbk')[:10])
        reply = client.recv(1024)
    print(reply.decode('gbk'))
if __name__ == '__main__':
    main()
