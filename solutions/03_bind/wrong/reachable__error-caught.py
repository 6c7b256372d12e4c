# What is wrong: the error of bind() is caught without a word.
def bind_server(server, host, port):
    ADDR = (host, port)
    try:
        server.bind(ADDR, 1)
    except Exception:
        pass
    print('服务端已绑定 %s:%d' % ADDR)
