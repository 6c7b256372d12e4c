# What is wrong: .socket is asked of the socket, as of the module.
def close_conversation(conn):
    conn.close()


def close_server(server):
    server.socket.close()
