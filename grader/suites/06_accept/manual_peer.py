"""06 by hand: two clients, one after the other, that are greeted."""

from grader.course.manual_peer import CLIENT, HearEnd, manual_peer

MANUAL_PEER = manual_peer(CLIENT, port=8906, turns=[HearEnd()], encoding="gbk", conversations=2)
