# What is wrong: the port is counted up from the first client's; not accept-known-by-ip, because no client has that address.
ports = []


def accept_client(server):
    connection, (host, port) = server.accept()
    ports.append(port)
    return connection, (host, ports[0] + 20000 * (len(ports) - 1) % 65536)
