import socket as sk

# '' 表示本机的所有地址，客户端用 127.0.0.1 也能连上
server = sk.socket(sk.AF_INET, sk.SOCK_STREAM)
server.setsockopt(sk.SOL_SOCKET, sk.SO_REUSEADDR, 1)
server.bind(('', 8989))
server.listen(128)
client, client_addr = server.accept()
info = client.recv(1024)
print('客户端地址：', client_addr)
print('数据长度：', len(info))
print('数据内容：', info.decode('gbk'))
client.send('ok, 问题正在处理中...'.encode('gbk'))
client.close()
server.close()
