# What is wrong: bind() is called too early.
def bind_server(server, host, port):
    server.bind(ADDR)
    ADDR = (host, port)
    print('服务端已绑定 %s:%d' % ADDR)
