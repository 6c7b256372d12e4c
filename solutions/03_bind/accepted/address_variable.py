def bind_server(server, host, port):
    # 先把地址放进变量，再绑定
    ADDR = (host, port)
    server.bind(ADDR)
    print("服务端已绑定 %s:%d" % ADDR)
