# What is wrong: it waits after a refusal, for ever; not connect-retries-for-ever, because it tries only once.
import time


def connect_to(client, host, port):
    try:
        client.connect((host, port))
    except ConnectionRefusedError:
        while True:
            time.sleep(0.1)
