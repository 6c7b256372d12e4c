"""01 by hand: a server to which the learner's client connects."""

from grader.course.manual_peer import SERVER, HearEnd, manual_peer

MANUAL_PEER = manual_peer(SERVER, port=8989, turns=[HearEnd()])
