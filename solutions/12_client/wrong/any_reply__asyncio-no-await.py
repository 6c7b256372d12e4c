# What is wrong: what is decoded is the coroutine read() and not its result.
import asyncio


class Client:
    async def ask(self, text):
        reader, writer = await asyncio.open_connection("127.0.0.1", 8081)
        writer.write(text.encode("gbk"))
        await writer.drain()
        reply = reader.read(1024)
        writer.close()
        return reply.decode("gbk")


print(asyncio.run(Client().ask("你好服务端，我是客户端小黑!")))
