# It looks as if an exception was caught, but asyncio itself tries accept() until there is no further client.
import asyncio

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


async def serve(reader, writer):
    data = await reader.read(1024)
    print(writer.get_extra_info("peername"), len(data), data.decode("gbk"))
    writer.write(REPLY.encode("gbk"))
    await writer.drain()
    writer.close()


loop = asyncio.new_event_loop()
server = loop.run_until_complete(asyncio.start_server(serve, HOST, PORT))
loop.run_forever()
