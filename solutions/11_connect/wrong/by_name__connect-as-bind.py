# What is wrong: before it connects it binds the client to the server's own address.
def connect_to(sock, host, port):
    address = (host, port)
    sock.bind(address)
    sock.connect(address)
