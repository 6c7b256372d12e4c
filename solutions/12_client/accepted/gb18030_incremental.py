import codecs
import socket as sk

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    c = sk.socket(sk.AF_INET, sk.SOCK_STREAM, sk.IPPROTO_TCP)
    c.connect((HOST, PORT))
    c.sendall(codecs.encode(MESSAGE, "gb18030"))
    # small pieces on purpose: the decoder keeps half a character for the next piece
    decoder = codecs.getincrementaldecoder("gb18030")()
    while 1:
        piece = c.recv(5)
        print(decoder.decode(piece, final=not piece), end="")
        if len(piece) == 0:
            break
    print()
    c.close()


if __name__ == "__main__":
    main()
