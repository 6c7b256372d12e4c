# What is wrong: serve_forever() never comes back, though there is only one client.
import asyncio

REPLY = "ok, 问题正在处理中..."


async def talk(reader, writer):
    data = await reader.read(1024)
    print(writer.get_extra_info("peername"), len(data), data.decode("gbk"))
    if data:
        writer.write(REPLY.encode("gbk"))
        await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_server(talk, "127.0.0.1", 8989)
    async with server:
        await server.serve_forever()


asyncio.run(main())
