# What is wrong: the trial part is not under the main guard, so importing the file waits for a client.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind((host, port))


my_server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
bind_server(my_server, "127.0.0.1", 8989)
my_server.listen(128)
print("waiting for a client")
client, address = my_server.accept()
print("client:", address)
client.close()
my_server.close()
