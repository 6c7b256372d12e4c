import asyncio

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main() -> None:
    asyncio.run(talk())


async def talk() -> None:
    reader, writer = await asyncio.open_connection(HOST, PORT)
    writer.write(MESSAGE.encode("gbk"))
    await writer.drain()
    data = await reader.read(1024)
    print("answer:", data.decode("gbk"))
    writer.close()
    await writer.wait_closed()


if __name__ == "__main__":
    main()
