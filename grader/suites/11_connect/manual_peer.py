"""11 by hand: a server that accepts the client and waits until it closes."""

from grader.course.manual_peer import SERVER, HearEnd, ManualPeer

# The stub's own part is server and client at once; the README has a client for two terminals.
MANUAL_PEER = ManualPeer(SERVER, port=8081, turns=(HearEnd(),), in_readme=True)
