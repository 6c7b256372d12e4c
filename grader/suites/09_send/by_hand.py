"""09 by hand: a client that takes a nap before it reads."""

from grader.by_hand import CLIENT, HearEnd, Nap, by_hand

BY_HAND = by_hand(CLIENT, port=8989, turns=[Nap(1.0), HearEnd()])
