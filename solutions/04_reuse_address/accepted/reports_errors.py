import socket


class Restart:
    def __init__(self, sock):
        self.sock = sock

    def on(self):
        try:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        except socket.error as e:
            print('设置失败: %s' % e)
            raise


def allow_restart(server):
    Restart(server).on()


if __name__ == '__main__':
    s = socket.socket()
    allow_restart(s)
    print(s.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR))
    s.close()
