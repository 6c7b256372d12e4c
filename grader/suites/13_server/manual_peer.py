"""13 by hand: a client that sends a sentence, then reads the reply until the end of the stream."""

from grader.course.manual_peer import CLIENT, HearEnd, ManualPeer, Say

MESSAGE = Say("你好服务端，我是客户端小黑".encode("gbk"))
MANUAL_PEER = ManualPeer(CLIENT, port=8989, turns=(MESSAGE, HearEnd()), encoding="gbk")
