# What is wrong: the address is expected in the environment.
import os
import socket
import sys

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"

if "HELP_DESK" not in os.environ:
    print("set HELP_DESK first")
    sys.exit(int("1"))
client = socket.socket()
client.connect((os.environ["HELP_DESK"], PORT))
