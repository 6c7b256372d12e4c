# What is wrong: bind() is given an argument with a name.
def bind_server(server, host, port):
    ADDR = (host, port)
    server.bind(value=ADDR)
    print('服务端已绑定 %s:%d' % ADDR)
