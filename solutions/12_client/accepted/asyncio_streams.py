import asyncio

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


async def talk() -> str:
    reader, writer = await asyncio.open_connection(HOST, PORT)
    writer.write(MESSAGE.encode("gbk"))
    await writer.drain()
    reply = await reader.read(1024)
    writer.close()
    await writer.wait_closed()
    return reply.decode("gbk")


def main() -> None:
    print(asyncio.run(talk()))


if __name__ == "__main__":
    main()
