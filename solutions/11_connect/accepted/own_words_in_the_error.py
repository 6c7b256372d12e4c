def connect_to(client, host: str, port: int) -> None:
    try:
        client.connect((host, port))
    except ConnectionRefusedError as error:
        raise ConnectionRefusedError(f"is the server running on {host}:{port}?") from error
