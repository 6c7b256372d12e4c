# What is wrong: socket() has an argument too many.
import socket
HOST = '127.0.0.1'
PORT = 8989
REPLY = 'ok, 问题正在处理中...'

def main():
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, 1)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((HOST, PORT))
    server.listen(128)
    conn, (ip, port) = server.accept()
    data = conn.recv(1024)
    size = len(data)
    if size == 0:
        print('客户端（端口 %d）已经离开' % port)
    else:
        print('IP 地址：' + ip)
        print('端口号：' + str(port))
        print('字节数：' + str(size))
        print('内容：' + data.decode(encoding='gbk'))
        conn.sendall(REPLY.encode(encoding='gbk'))
    conn.close()
    server.close()
if __name__ == '__main__':
    main()
