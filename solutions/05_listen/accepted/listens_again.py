import socket

def start_listening(服务端, 个数):
    服务端.listen()
    服务端.listen(个数)      # 再调用一次也没有坏处
