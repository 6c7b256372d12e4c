# What is wrong: open_connection() is a coroutine, and without await it gives no reader and writer.
import asyncio

MESSAGE = "你好服务端，我是客户端小黑!"


async def main():
    reader, writer = asyncio.open_connection("127.0.0.1", 8081)
    writer.write(MESSAGE.encode("gbk"))
    print((await reader.read(1024)).decode("gbk"))
    writer.close()


asyncio.run(main())
