import socket

addresses = []


class Desk:
    @staticmethod
    def next_client(listener):
        conn, addr = listener.accept()
        addresses.append(addr)
        print('客户端 %d 号: %s:%d' % (len(addresses), addr[0], addr[1]))
        return conn, addr


def accept_client(server):
    return Desk.next_client(server)


if __name__ == '__main__':
    with socket.create_server(('127.0.0.1', 8989)) as s:
        print(accept_client(s))
