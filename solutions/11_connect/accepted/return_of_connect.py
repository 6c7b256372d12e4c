def connect_to(客户端, 主机, 端口):
    return 客户端.connect((str(主机), int(端口)))
