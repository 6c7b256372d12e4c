# What is wrong: the method that does the work is named without parentheses.
import socket
HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


class Program:
    def main(self) -> None:
        with socket.create_server((HOST, PORT), backlog=128) as server:
            conn, who = server.accept()
            with conn:
                data = conn.recv(1024)
                print(who, len(data), data.decode("gbk"))
                if data:
                    conn.sendall(REPLY.encode("gbk"))


def main() -> None:
    program = Program()
    program.main


if __name__ == "__main__":
    main()
