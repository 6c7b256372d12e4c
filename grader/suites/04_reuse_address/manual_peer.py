"""04 by hand: a client that lets the server close first, so that the server's port stays in TIME_WAIT."""

from grader.course.manual_peer import CLIENT, HearEnd, manual_peer

MANUAL_PEER = manual_peer(CLIENT, port=8904, turns=[HearEnd()])
