# What is wrong: main() is a coroutine: calling it runs nothing.
import asyncio


async def talk(reader, writer):
    data = await reader.read(1024)
    print(writer.get_extra_info("peername"), len(data), data.decode("gbk"))
    writer.write("ok, 问题正在处理中...".encode("gbk"))
    await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_server(talk, "127.0.0.1", 8989)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    main()
