"""10 by hand: a client that reads until the server closes the conversation."""

from grader.by_hand import CLIENT, HearEnd, by_hand

# The stub's own part plays all parts by itself; the README has a server for two terminals.
BY_HAND = by_hand(CLIENT, port=8989, turns=[HearEnd()], in_readme=True)
