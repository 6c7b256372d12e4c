"""04 by hand: a client on whom the server hangs up first, so that the server's port is left behind."""

from grader.course.manual_peer import CLIENT, HearEnd, manual_peer

MANUAL_PEER = manual_peer(CLIENT, port=8904, turns=[HearEnd()])
