"""06 by hand: two clients, one after the other, that read the greeting until the server closes."""

from grader.course.manual_peer import CLIENT, HearEnd, ManualPeer

MANUAL_PEER = ManualPeer(CLIENT, port=8906, turns=(HearEnd(),), encoding="gbk", conversations=2)
