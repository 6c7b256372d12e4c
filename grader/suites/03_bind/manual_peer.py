"""03 by hand: a client that connects to the server, reads its line, then closes."""

from grader.course.manual_peer import CLIENT, Finish, Hear, HearEnd, ManualPeer

MANUAL_PEER = ManualPeer(CLIENT, port=8989, turns=(Hear(), Finish(), HearEnd()))
