import socket, sys, io
sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding='utf-8', line_buffering=True)
s = socket.socket(); s.connect(("127.0.0.1", 8081))
s.send("你好服务端，我是客户端小黑!".encode("gbk"))
print("收到:", s.recv(1024).decode("gbk"))
s.close()
