# What is wrong: read() is not awaited; not nonblocking-unhandled, because asyncio's own sockets never wait.
import asyncio
HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


async def handle(reader, writer):
    data = reader.read(1024)
    print(writer.get_extra_info("peername"), len(data), data.decode("gbk"))
    writer.write(REPLY.encode("gbk"))
    await writer.drain()
    writer.close()


async def serve():
    server = await asyncio.start_server(handle, HOST, PORT, backlog=128)
    async with server:
        await asyncio.sleep(1)


def main() -> None:
    asyncio.run(serve())


if __name__ == "__main__":
    main()
