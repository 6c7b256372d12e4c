# What is wrong: what is printed is the coroutine ask(), which nobody awaits.
import asyncio


async def ask(text):
    reader, writer = await asyncio.open_connection("127.0.0.1", 8081)
    writer.write(text.encode("gbk"))
    await writer.drain()
    reply = await reader.read(1024)
    writer.close()
    return reply.decode("gbk")


async def main():
    print(ask("你好服务端，我是客户端小黑!"))


asyncio.run(main())
