# What is wrong: bind() is called in a loop without an end.
def bind_server(server, host, port):
    ADDR = (host, port)
    while True:
        server.bind(ADDR)
    print('服务端已绑定 %s:%d' % ADDR)
