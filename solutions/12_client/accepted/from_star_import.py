from socket import *

server_name = '127.0.0.1'
server_port = 8081
client_socket = socket(AF_INET, SOCK_STREAM)
client_socket.connect((server_name, server_port))
sentence = '你好服务端，我是客户端小黑!'
client_socket.send(sentence.encode('GBK'))
modified_sentence = client_socket.recv(1024)
print('From Server:', modified_sentence.decode('GBK'))
client_socket.close()
