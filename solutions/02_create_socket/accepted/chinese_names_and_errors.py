import socket as 网络


def create_tcp_socket():
    """创建套接字，失败时说明原因再抛出"""
    try:
        套接字 = 网络.socket(网络.AF_INET, 网络.SOCK_STREAM)
    except 网络.error as 错误:
        print("创建失败:", 错误)
        raise
    套接字.setblocking(True)
    return 套接字


if __name__ == "__main__":
    with create_tcp_socket() as 试验:
        print(试验)
