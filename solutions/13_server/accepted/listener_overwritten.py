import socket

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("localhost", 8989))
s.listen(128)
s, addr = s.accept()  # from here on only the client's socket is needed
data = s.recv(1024)
print("ip:", addr[0])
print("port:", addr[1])
print("bytes:", len(data))
print("text:", data.decode("gbk"))
s.sendall("ok, 问题正在处理中...".encode("gbk"))
s.close()
