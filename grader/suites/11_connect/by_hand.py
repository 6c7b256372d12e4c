"""11 by hand: a server at which the client arrives, and that waits until it leaves."""

from grader.by_hand import SERVER, HearEnd, by_hand

# The stub's own part plays both parts by itself; the README has a client for two terminals.
BY_HAND = by_hand(SERVER, port=8081, turns=[HearEnd()], in_readme=True)
