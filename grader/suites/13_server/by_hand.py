"""13 by hand: a client that says its sentence and waits for the reply and the end."""

from grader.by_hand import CLIENT, HearEnd, Say, by_hand

BY_HAND = by_hand(CLIENT, port=8989, turns=[Say("你好服务端，我是客户端小黑".encode("gbk")), HearEnd()], encoding="gbk")
