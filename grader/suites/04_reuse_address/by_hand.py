"""04 by hand: a client on whom the server hangs up first, so that the server's port is left behind."""

from grader.by_hand import CLIENT, HearEnd, by_hand

BY_HAND = by_hand(CLIENT, port=8904, turns=[HearEnd()])
