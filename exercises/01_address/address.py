"""01 · Address and port.

地址与端口号：把一段文字变成 (主机, 端口号)。
Task / 任务: README.md · README.zh-CN.md
"""

import socket
import sys


def parse_address(text: str) -> tuple[str, int]:
    """Return the host and the port number that are written in ``text``.

    ``text`` is a host, one colon and a port, such as ``"127.0.0.1:8989"`` or
    ``"localhost:8989"``. A port is one to five ASCII digits, 0 to 65535.

    Raises ValueError for any other text. The function does not check whether
    the host exists.

    把“主机:端口号”拆成 (主机, 端口号)，端口号是整数。
    不是地址的文字一律抛出 ValueError；主机是否存在不归它管。
    """
    raise NotImplementedError("write parse_address() here")


def port_kind(port: int) -> str:
    """Return ``"well-known"`` for ports 0 to 1023, ``"dynamic"`` for 1024 to 65535.

    Raises ValueError for a number outside 0 to 65535.

    知名端口号返回 "well-known"，动态端口号返回 "dynamic"。
    不是端口号的数抛出 ValueError。
    """
    raise NotImplementedError("write port_kind() here")


if __name__ == "__main__":
    # Try it / 试一试: python exercises/01_address/address.py 127.0.0.1:8989
    address = parse_address(sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8989")
    print("address:", address, "kind of port:", port_kind(address[1]))
    with socket.create_connection(address, timeout=5) as client:
        print("arrived at", client.getpeername())
