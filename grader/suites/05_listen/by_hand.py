"""05 by hand: a client that stands in the queue until the server ends."""

from grader.by_hand import CLIENT, HearEnd, by_hand

BY_HAND = by_hand(CLIENT, port=8905, turns=[HearEnd()])
