"""09 by hand: a client that waits before it reads."""

from grader.course.manual_peer import CLIENT, HearEnd, ManualPeer, Nap

MANUAL_PEER = ManualPeer(CLIENT, port=8989, turns=(Nap(1.0), HearEnd()))
