"""08 by hand: a client that reads the welcome, and says hello in GBK."""

from grader.by_hand import CLIENT, Finish, Hear, HearEnd, Say, by_hand

BY_HAND = by_hand(CLIENT, port=8989, turns=[Hear(), Say("你好".encode("gbk")), Finish(), HearEnd()], encoding="gbk")
