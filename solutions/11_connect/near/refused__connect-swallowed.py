# What is wrong: it connects in a thread, whose exceptions reach nobody; not connect-swallowed, because nothing is caught.
import threading


def connect_to(client, host, port):
    caller = threading.Thread(target=client.connect, args=((host, port),))
    caller.start()
    caller.join()
