# What is wrong: the argument loop= was removed from asyncio.
import asyncio

HOST = "127.0.0.1"
PORT = 8989


async def talk(reader, writer):
    data = await reader.read(1024)
    print(writer.get_extra_info("peername"), len(data), data.decode("gbk"))
    writer.write("ok, 问题正在处理中...".encode("gbk"))
    await writer.drain()
    writer.close()


async def serve(loop):
    server = await asyncio.start_server(
        talk,
        HOST,
        PORT,
        loop=loop,
    )
    await server.wait_closed()


loop = asyncio.new_event_loop()
loop.run_until_complete(serve(loop))
