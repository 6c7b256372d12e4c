# What is wrong: git could not merge two versions. Python itself complains of the commit's number, further below.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind(
<<<<<<< HEAD
        (host, port)
||||||| 5c1d2e0
        ("", port)
=======
        (host, int(port))
>>>>>>> 3f2a9c1 (修改：绑定地址)
    )
