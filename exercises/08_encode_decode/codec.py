"""08 · Encode and decode: turn text into bytes for the wire, and bytes into text again.

08 · 编码与解码：把文本变成可以发送的字节，再把字节还原成文本。

Task / 任务: README.md · README.zh-CN.md
"""

import socket


def encode_text(text: str, encoding: str = "gbk") -> bytes:
    """Return the bytes of `text` in `encoding`, the name of a codec such as "gbk" or "utf-8".

    把文本 text 按 encoding（编码名，如 "gbk"、"utf-8"）编码，返回字节；不指定时用 GBK。
    """
    raise NotImplementedError("write encode_text() here")


def decode_bytes(data: bytes, encoding: str = "gbk") -> str:
    """Return the text that the bytes `data` are in `encoding`.

    Raises UnicodeDecodeError if `data` is not valid in that encoding, and never returns a wrong text.

    把字节 data 按 encoding 解码，返回文本；不指定时用 GBK。
    如果这些字节不是该编码的文本，就引发 UnicodeDecodeError，绝不返回错误的文本。
    """
    raise NotImplementedError("write decode_bytes() here")


if __name__ == "__main__":
    welcome = "您好，这里是服务台。"
    data = encode_text(welcome)
    print(len(welcome), "characters,", len(data), "bytes:", data)
    print("and back again:", decode_bytes(data))

    with socket.create_server(("127.0.0.1", 8989)) as server:
        print("Waiting for a client on 127.0.0.1, port 8989 ...")
        conn, address = server.accept()
        with conn, conn.makefile("wb") as out:
            out.write(data)
            out.flush()
            print("The client says:", decode_bytes(conn.recv(1024)))
