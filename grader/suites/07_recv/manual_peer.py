"""07 by hand: a client that sends one sentence, then closes."""

from grader.course.manual_peer import CLIENT, Finish, HearEnd, ManualPeer, Say

MANUAL_PEER = ManualPeer(CLIENT, port=8989, turns=(Say(b"my computer does not start"), Finish(), HearEnd()))
