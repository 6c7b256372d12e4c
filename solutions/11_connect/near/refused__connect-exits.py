# What is wrong: it ends the program in any case; not connect-exits, because nobody refused anything.
import sys


def connect_to(client, host, port):
    client.connect((host, port))
    sys.exit()
