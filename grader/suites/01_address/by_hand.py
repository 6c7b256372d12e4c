"""01 by hand: a server at which the learner's address arrives."""

from grader.by_hand import SERVER, HearEnd, by_hand

BY_HAND = by_hand(SERVER, port=8989, turns=[HearEnd()])
