import asyncio

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


async def serve(reader, writer):
    data = await reader.read(1024)
    print(writer.get_extra_info("peername"), len(data), data.decode("gbk"))
    writer.write(REPLY.encode("gbk"))
    writer.close()


loop = asyncio.new_event_loop()
coro = asyncio.start_server(serve, HOST, PORT, loop=loop)
server = loop.run_until_complete(coro)
loop.run_forever()
