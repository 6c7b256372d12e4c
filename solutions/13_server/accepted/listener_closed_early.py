import socket

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


def main():
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((HOST, PORT))
    listener.listen(128)
    conn, addr = listener.accept()
    listener.close()  # one client is enough: close the door behind it

    data = conn.recv(1024)
    print("Client address:", addr)
    print("Number of bytes:", len(data))
    print("Text:", data.decode("gbk"))
    conn.sendall(REPLY.encode("gbk"))
    conn.close()


if __name__ == "__main__":
    main()
