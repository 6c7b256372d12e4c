from socket import*

def connect_to(client,host,port):
    addr=tuple([host,port])
    client.connect(addr)
