from socket import *


def close_conversation(conn):
    # 关闭服务与客户端的套接字
    conn.close()
    print("通信结束")


def close_server(server):
    # 关闭监听套接字，不再接受新的客户端
    server.close()
    print("服务端已关闭")
