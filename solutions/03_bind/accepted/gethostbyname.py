import socket as s
def bind_server(server,host,port):
	ip=s.gethostbyname(host)   # 主机名 -> IP
	server.bind((ip,port))
