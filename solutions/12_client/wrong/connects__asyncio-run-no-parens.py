# What is wrong: asyncio.run() is given the function itself and not the coroutine that it makes.
import asyncio

MESSAGE = "你好服务端，我是客户端小黑!"


async def talk():
    reader, writer = await asyncio.open_connection("127.0.0.1", 8081)
    writer.write(MESSAGE.encode("gbk"))
    print((await reader.read(1024)).decode("gbk"))
    writer.close()


asyncio.run(talk)
