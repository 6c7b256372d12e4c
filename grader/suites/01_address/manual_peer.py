"""01 by hand: a server at which the learner's address arrives."""

from grader.course.manual_peer import SERVER, HearEnd, manual_peer

MANUAL_PEER = manual_peer(SERVER, port=8989, turns=[HearEnd()])
