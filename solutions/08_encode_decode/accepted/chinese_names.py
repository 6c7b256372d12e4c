# 编码和解码
默认编码 = "gbk"


def encode_text(text, encoding=默认编码):
    # 字符串 -> 二进制数据
    二进制数据 = text.encode(encoding)
    print("字节数:", len(二进制数据))
    return 二进制数据


def decode_bytes(data, encoding=默认编码):
    # 二进制数据 -> 字符串
    内容 = data.decode(encoding)
    print("字符数:", len(内容))
    return 内容
