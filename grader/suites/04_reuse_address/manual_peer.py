"""04 by hand: a client that lets the server close first, so that the server's port stays in TIME_WAIT."""

from grader.course.manual_peer import CLIENT, HearEnd, ManualPeer

MANUAL_PEER = ManualPeer(CLIENT, port=8904, turns=(HearEnd(),))
