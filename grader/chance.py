"""Fresh texts, sizes and bytes for each run, so that no answer can be written down beforehand."""

import random

# Common characters of GB2312, so that every codec of the GBK family has the same bytes for them.
_COMMON = "你好服务端客户端小黑问题正在处理请稍等今天网络很慢谢谢收到明白再见时间地点学习老师同学连接数据消息发送接收"
# In GBK, but not in GB2312.
_RARE = "镕喆堃玥旻昇淼犇囍峯羣裏"


class Chance:
    """Everything random of a check comes from one generator, so that a seed repeats it."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def text(self, least: int = 6, most: int = 14) -> str:
        """A Chinese text without digits, with a little ASCII in it: its bytes and its characters differ."""
        letters = [self.rng.choice(_COMMON) for _ in range(self.rng.randint(least, most))]
        letters.insert(self.rng.randrange(1, len(letters)), self.rng.choice(("ok", "tcp", "a, b", "Hi!")))
        return "".join(letters)

    def text_of(self, size: int) -> str:
        """A text of exactly so many bytes in GBK (14 at least)."""
        text = self.text(6, 6)
        left = size - len(text.encode("gbk"))
        return text + "".join(self.rng.choices(_COMMON, k=left // 2)) + "." * (left % 2)

    def rare_text(self) -> str:
        """A text with characters that GBK has and GB2312 has not."""
        letters = list(self.text())
        for letter in self.rng.sample(_RARE, 3):
            letters.insert(self.rng.randrange(len(letters)), letter)
        return "".join(letters)

    def word(self) -> bytes:
        """A short ASCII word, different in every run."""
        return b"hello-" + bytes(self.rng.choices(b"abcdefghijkmnpqrstuvwxyz", k=6))

    def data(self, size: int) -> bytes:
        """Bytes of every value."""
        return self.rng.randbytes(size)
