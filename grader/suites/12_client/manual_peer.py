"""12 by hand: a server that answers the first message, closes its sending direction, and reads to the end."""

from grader.course.manual_peer import SERVER, Finish, Hear, HearEnd, ManualPeer, Say

REPLY = Say("您好，问题正在处理中".encode("gbk"))
MANUAL_PEER = ManualPeer(SERVER, port=8081, turns=(Hear(), REPLY, Finish(), HearEnd()), encoding="gbk")
