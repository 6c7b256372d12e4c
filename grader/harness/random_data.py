"""Fresh texts, sizes and bytes for each run, so that no answer can be written down beforehand."""

import random

# Common characters of GB2312, so that every codec of the GBK family has the same bytes for them.
_COMMON = "你好服务端客户端小黑问题正在处理请稍等今天网络很慢谢谢收到明白再见时间地点学习老师同学连接数据消息发送接收"
# In GBK, but not in GB2312.
_RARE = "镕喆堃玥旻昇淼犇囍峯羣裏"


class RandomData:
    """The random texts, sizes and bytes of a check, from one generator: a seed repeats them."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def text(self, letters: int = 14) -> str:
        """A Chinese text of so many letters without digits, with a little ASCII in it: bytes and characters differ.

        Its size is the same in every run, three bytes more than two a letter in GBK, and so is the place of each
        letter: where a program cuts a text, it cuts it there in every run.
        """
        chosen = self.rng.choices(_COMMON, k=letters)
        chosen.insert(2, self.rng.choice(("tcp", "Hi!")))
        return "".join(chosen)

    def text_of(self, size: int) -> str:
        """A text of exactly so many bytes in GBK (13 at least)."""
        text = self.text(5)
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
