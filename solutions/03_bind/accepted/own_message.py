import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    """Bind, and say in one's own words what went wrong (still an OSError)."""
    try:
        server.bind((host, port))
    except OSError as problem:
        raise OSError(problem.errno, f"{host}:{port} 绑定失败: {problem}") from problem
    else:
        bound_host, bound_port = server.getsockname()
        print(f"bound to {bound_host}:{bound_port}")
