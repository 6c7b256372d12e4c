"""09 by hand: a client that waits before it reads."""

from grader.course.manual_peer import CLIENT, HearEnd, Nap, manual_peer

MANUAL_PEER = manual_peer(CLIENT, port=8989, turns=[Nap(1.0), HearEnd()])
