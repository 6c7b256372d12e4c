import socket
def create_tcp_socket():
    k=socket.socket(2,1)   # 2 = IPv4, 1 = TCP
    return k
