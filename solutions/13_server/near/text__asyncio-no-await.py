# What is wrong: the text is decoded as UTF-8; not asyncio-no-await, because what is awaited nowhere is only drain().
import asyncio


async def main():
    done = asyncio.Event()

    async def talk(reader, writer):
        try:
            data = await reader.read(1024)
            writer.write("ok, 问题正在处理中...".encode("gbk"))
            writer.drain()
            print(len(data), data.decode("utf-8"))
        finally:
            writer.close()
            done.set()

    async with await asyncio.start_server(talk, "127.0.0.1", 8989):
        await done.wait()


asyncio.run(main())
