# What is wrong: main() does nothing at all.
HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


def main():
    pass


if __name__ == "__main__":
    main()
