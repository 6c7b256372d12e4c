"""05 by hand: a client that waits in the queue until the server ends."""

from grader.course.manual_peer import CLIENT, HearEnd, ManualPeer

MANUAL_PEER = ManualPeer(CLIENT, port=8905, turns=(HearEnd(),))
