"""07 by hand: a client that says one sentence, and leaves."""

from grader.by_hand import CLIENT, Finish, HearEnd, Say, by_hand

BY_HAND = by_hand(CLIENT, port=8989, turns=[Say(b"my computer does not start"), Finish(), HearEnd()])
