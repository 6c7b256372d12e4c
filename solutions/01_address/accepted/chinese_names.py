数字 = set("0123456789")


def parse_address(文字):
    主机, 端口 = 文字.split(":")  # 冒号不是正好一个时，拆包本身就会抛出 ValueError
    if 主机 and 1 <= len(端口) <= 5 and set(端口) <= 数字 and int(端口) <= 65535:
        return 主机, int(端口)
    raise ValueError(f"这不是地址：{文字}")


def port_kind(端口):
    if not 0 <= 端口 < 65536:
        raise ValueError(f"这不是端口号：{端口}")
    return "dynamic" if 端口 > 1023 else "well-known"


if __name__ == "__main__":
    print(parse_address("localhost:8989"), port_kind(8989))
