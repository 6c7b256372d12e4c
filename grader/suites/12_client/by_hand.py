"""12 by hand: the help desk, which answers once it has heard something, and hangs up."""

from grader.by_hand import SERVER, Finish, Hear, HearEnd, Say, by_hand

BY_HAND = by_hand(
    SERVER, port=8081, turns=[Hear(), Say("您好，问题正在处理中".encode("gbk")), Finish(), HearEnd()], encoding="gbk"
)
