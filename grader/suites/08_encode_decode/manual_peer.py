"""08 by hand: a client that reads the welcome, and sends hello in GBK."""

from grader.course.manual_peer import CLIENT, Finish, Hear, HearEnd, ManualPeer, Say

HELLO = Say("你好".encode("gbk"))
MANUAL_PEER = ManualPeer(CLIENT, port=8989, turns=(Hear(), HELLO, Finish(), HearEnd()), encoding="gbk")
