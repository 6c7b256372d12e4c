# What is wrong: it connects in a thread; the refusal ends that thread alone.
import threading


def connect_to(client, host, port):
    caller = threading.Thread(target=client.connect, args=((host, port),))
    caller.start()
    caller.join()
