import asyncio

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


async def main():
    done = asyncio.Event()

    async def talk(reader, writer):
        try:
            data = await reader.read(1024)
            ip, port = writer.get_extra_info("peername")
            print(f"{ip}:{port} sent {len(data)} bytes")
            if data:
                print(data.decode("gbk"))
                writer.write(REPLY.encode("gbk"))
                await writer.drain()
            writer.close()
            await writer.wait_closed()
        finally:
            done.set()

    server = await asyncio.start_server(talk, HOST, PORT, backlog=128)
    await done.wait()
    server.close()
    await server.wait_closed()


if __name__ == "__main__":
    asyncio.run(main())
