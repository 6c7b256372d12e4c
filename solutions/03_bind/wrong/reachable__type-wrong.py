# What is wrong: None is given to bind().
def bind_server(server, host, port):
    ADDR = (host, port)
    server.bind(None)
    print('服务端已绑定 %s:%d' % ADDR)
