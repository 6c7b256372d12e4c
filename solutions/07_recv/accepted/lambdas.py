receive = lambda conn, bufsize: conn.recv(bufsize)
has_left = lambda data: len(data) == 0
