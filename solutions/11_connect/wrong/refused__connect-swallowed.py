# What is wrong: the exception is caught and the caller never hears of it.
import socket


def connect_to(client, host, port):
    try:
        client.connect((host, port))
    except Exception as e:
        print("connect failed:", e)
