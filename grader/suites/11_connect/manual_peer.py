"""11 by hand: a server at which the client arrives, and that waits until it leaves."""

from grader.course.manual_peer import SERVER, HearEnd, manual_peer

# The stub's own part plays both parts by itself; the README has a client for two terminals.
MANUAL_PEER = manual_peer(SERVER, port=8081, turns=[HearEnd()], in_readme=True)
