# What is wrong: the function is a coroutine, and its caller does not await it.
async def connect_to(client, host, port):
    client.connect((host, port))
