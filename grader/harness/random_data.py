"""Random texts and bytes for each run, so that no program can contain the answers."""

import random

# Common characters of GB2312: they have the same bytes in all codecs of the GBK family.
_COMMON = "你好服务端客户端小黑问题正在处理请稍等今天网络很慢谢谢收到明白再见时间地点学习老师同学连接数据消息发送接收"
# Characters of GBK that are not in GB2312.
_RARE = "镕喆堃玥旻昇淼犇囍峯羣裏"


class RandomData:
    """The random texts and bytes of a check, from one generator: the same seed gives the same data."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def text(self, letters: int = 14) -> str:
        """A text of `letters` Chinese characters and three ASCII characters, without digits.

        Its size is the same in every run: in GBK, two bytes for each letter and three more. The positions of the
        letters are the same too, so that a program that cuts a text cuts it at the same point in every run.
        """
        chosen = self.rng.choices(_COMMON, k=letters)
        chosen.insert(2, self.rng.choice(("tcp", "Hi!")))
        return "".join(chosen)

    def text_of(self, size: int) -> str:
        """A text of exactly `size` bytes in GBK (at least 13)."""
        text = self.text(5)
        left = size - len(text.encode("gbk"))
        return text + "".join(self.rng.choices(_COMMON, k=left // 2)) + "." * (left % 2)

    def rare_text(self) -> str:
        """A text with characters that are in GBK, but not in GB2312."""
        letters = list(self.text())
        for letter in self.rng.sample(_RARE, 3):
            letters.insert(self.rng.randrange(len(letters)), letter)
        return "".join(letters)

    def word(self) -> bytes:
        """A short ASCII word, different in every run."""
        return b"hello-" + bytes(self.rng.choices(b"abcdefghijkmnpqrstuvwxyz", k=6))

    def data(self, size: int) -> bytes:
        """Random bytes of all values."""
        return self.rng.randbytes(size)
