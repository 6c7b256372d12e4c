"""07 by hand: a client that sends one sentence, then closes."""

from grader.course.manual_peer import CLIENT, Finish, HearEnd, Say, manual_peer

MANUAL_PEER = manual_peer(CLIENT, port=8989, turns=[Say(b"my computer does not start"), Finish(), HearEnd()])
