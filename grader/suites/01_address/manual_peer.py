"""01 by hand: a server to which the learner's client connects."""

from grader.course.manual_peer import SERVER, HearEnd, ManualPeer

MANUAL_PEER = ManualPeer(SERVER, port=8989, turns=(HearEnd(),))
