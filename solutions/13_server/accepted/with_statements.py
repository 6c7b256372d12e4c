import socket

HOST, PORT = "127.0.0.1", 8989


def main():
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen()
        conn, addr = server.accept()
        with conn:
            data = conn.recv(1024)
            print(f"{addr=} {len(data)=}")
            print(f"text: {data.decode('gbk')}")
            conn.sendall("ok, 问题正在处理中...".encode("gbk"))


main()
