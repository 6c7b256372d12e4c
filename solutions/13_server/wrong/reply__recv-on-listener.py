# What is wrong: the function that talks to the client is given the listening socket.
import socket

ADDRESS = ("127.0.0.1", 8989)
REPLY = "ok, 问题正在处理中..."


def talk(sock, peer):
    print("talking to", peer)
    request = sock.recv(4096)
    print(f"{len(request)} bytes: {request.decode('gbk')}")
    sock.sendall(REPLY.encode("gbk"))


def main():
    with socket.create_server(ADDRESS) as tcp_server_socket:
        new_socket, peer = tcp_server_socket.accept()
        with new_socket:
            talk(tcp_server_socket, peer)


main()
