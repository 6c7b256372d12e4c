# What is wrong: setsockopt() is called on a new socket.
import socket
HOST = '127.0.0.1'
PORT = 8989
REPLY = 'ok, 问题正在处理中...'

def main() -> None:
    """Serve one client at HOST, PORT, then return."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        socket.socket().setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, PORT))
        server.listen(128)
        conn, address = server.accept()
        with conn:
            print('client:', address)
            data = conn.recv(1024)
            print('bytes:', len(data))
            if data:
                print('text:', data.decode('gbk'))
                conn.sendall(REPLY.encode('gbk'))
if __name__ == '__main__':
    main()
