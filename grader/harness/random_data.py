"""Random texts and bytes for each run, so that no program can contain the answers."""

import random

# The parts of a message to a help desk: who (2 letters), which (3 ASCII characters), what (2), when (4), how (6). All
# letters are in GB2312, so they have the same bytes in all codecs of the GBK family.
_WHO = "我的 你的 他的 她的 学校 家里 老师 同学 楼上 这里".split()
_WHICH = "tcp VPN App USB PDF CPU GPS DNS FTP SSH".split()
_WHAT = "连接 账号 程序 电脑 网络 软件 文件 服务 密码 消息".split()
_WHEN = "今天早上 昨天晚上 今天下午 上周开始 从前天起 每天晚上 刚才忽然 一到中午 这个星期 更新以后".split()
_HOW = (
    "怎么也打不开 总是慢得要命 突然就断开了 不能接收数据 发送不了消息 "
    "一直没有回应 老是提示错误 好像丢了一半 反复要求登录 显示的是乱码"
).split()
# Characters of GBK that are not in GB2312.
_RARE = "镕喆堃玥旻昇淼犇囍峯羣裏"


class RandomData:
    """The random texts and bytes of a check, from one generator: the same seed gives the same data."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def text(self, letters: int = 14) -> str:
        """The first `letters` Chinese characters of messages to a help desk, with three ASCII characters, no digits.

        Its size is the same in every run: in GBK, two bytes for each letter and three more. The positions of the
        letters are the same too, so that a program that cuts a text cuts it at the same point in every run.
        """
        who, which = self.rng.choice(_WHO), self.rng.choice(_WHICH)
        rest = self._chosen(_WHAT, _WHEN, _HOW)
        while len(who + rest) < letters:
            rest += self._chosen(_WHO, _WHAT, _WHEN, _HOW)
        return who + which + rest[: letters - len(who)]

    def _chosen(self, *parts: list[str]) -> str:
        return "".join(self.rng.choice(each) for each in parts)

    def text_of(self, size: int) -> str:
        """A text of exactly `size` bytes in GBK (at least 7)."""
        letters, odd = divmod(size - 3, 2)
        return self.text(letters) + "." * odd

    def rare_text(self) -> str:
        """A text that begins with a name in characters that are in GBK, but not in GB2312."""
        return "".join(self.rng.sample(_RARE, 3)) + self.text()

    def word(self) -> bytes:
        """A short ASCII word, different in every run."""
        return b"hello-" + bytes(self.rng.choices(b"abcdefghijkmnpqrstuvwxyz", k=6))

    def data(self, size: int) -> bytes:
        """Random bytes of all values."""
        return self.rng.randbytes(size)
