# What is wrong: it tidies up the server's socket, which is still needed.
def start_listening(sock, size):
    try:
        sock.listen(size)
    finally:
        sock.close()
