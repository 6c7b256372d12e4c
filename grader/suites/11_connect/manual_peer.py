"""11 by hand: a server that accepts the client and waits until it closes."""

from grader.course.manual_peer import SERVER, HearEnd, ManualPeer

# The stub's `__main__` part is server and client in one; the README has a client that runs alone.
MANUAL_PEER = ManualPeer(SERVER, port=8081, turns=(HearEnd(),), in_readme=True)
