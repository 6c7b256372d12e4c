# What is wrong: it calls another server, which is not there; not connect-refused-order, because nobody here will listen there.
import socket

with socket.create_connection(("127.0.0.1", 8081)) as other:
    print("the other server is there:", other.getpeername())
with socket.create_server(("127.0.0.1", 8989)) as server:
    conn, addr = server.accept()
    conn.close()
