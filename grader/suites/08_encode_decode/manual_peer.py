"""08 by hand: a client that reads the welcome, and sends hello in GBK."""

from grader.course.manual_peer import CLIENT, Finish, Hear, HearEnd, Say, manual_peer

MANUAL_PEER = manual_peer(
    CLIENT, port=8989, turns=[Hear(), Say("你好".encode("gbk")), Finish(), HearEnd()], encoding="gbk"
)
