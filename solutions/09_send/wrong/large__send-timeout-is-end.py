# What is wrong: when the buffer stays full for 20 ms it gives up on the client, without a word.
import socket


def send_reply(conn, data):
    conn.settimeout(0.02)
    try:
        conn.sendall(data)
    except socket.timeout:
        print('timeout')
