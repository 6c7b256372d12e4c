# What is wrong: read() is not awaited, so that data is a coroutine.
import asyncio

REPLY = "ok, 问题正在处理中..."


async def main():
    done = asyncio.Event()

    async def talk(reader, writer):
        try:
            data = reader.read(1024)
            print(len(data), "bytes from", writer.get_extra_info("peername"))
            print(data.decode("gbk"))
            writer.write(REPLY.encode("gbk"))
            await writer.drain()
        finally:
            writer.close()
            done.set()

    server = await asyncio.start_server(talk, "127.0.0.1", 8989)
    await done.wait()
    server.close()


asyncio.run(main())
