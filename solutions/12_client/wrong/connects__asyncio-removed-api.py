# What is wrong: asyncio.coroutine was removed; coroutines are written with async def.
import asyncio


@asyncio.coroutine
def talk():
    reader, writer = yield from asyncio.open_connection("127.0.0.1", 8081)
    writer.write("你好服务端，我是客户端小黑!".encode("gbk"))
    reply = yield from reader.read(1024)
    print(reply.decode("gbk"))
    writer.close()


asyncio.run(talk())
