# What is wrong: the text was not encoded, and the exception ends only the thread.
import socket
import threading

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('127.0.0.1', 8989))
s.listen(128)
c, a = s.accept()
print('客户端', a)


def answer():
    d = c.recv(1024)
    print('字节数', len(d))
    if d:
        print('内容', d.decode('gbk'))
        c.sendall('ok, 问题正在处理中...')


t = threading.Thread(target=answer)
t.start()
t.join()
c.close()
s.close()
