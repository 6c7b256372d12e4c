# What is wrong: bind() has an argument too few.
def bind_server(server, host, port):
    ADDR = (host, port)
    server.bind()
    print('服务端已绑定 %s:%d' % ADDR)
