import socket

# 用记事本保存的文件：带 BOM，行尾是 CRLF，缩进用制表符
def main():
	s = socket.socket(socket.AF_INET, socket.SOCK_STREAM); s.connect(("127.0.0.1", 8081))
	s.send("你好服务端，我是客户端小黑!".encode("gbk"))
	data = s.recv(1024)
	if data:
		print(data.decode("gbk"))
	s.close()

if __name__ == "__main__":
	main()
"""
end of the program
"""
