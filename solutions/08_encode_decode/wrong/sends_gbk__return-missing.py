# What is wrong: what was encoded is printed and not returned.


def encode_text(text, encoding="gbk"):
    send_data = text.encode(encoding)
    print(send_data)


def decode_bytes(data, encoding="gbk"):
    recv_content = data.decode(encoding)
    print(recv_content)
