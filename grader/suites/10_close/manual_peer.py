"""10 by hand: a client that reads until the server closes the conversation."""

from grader.course.manual_peer import CLIENT, HearEnd, ManualPeer

# The stub's `__main__` part is server and client in one; the README has a server that runs alone.
MANUAL_PEER = ManualPeer(CLIENT, port=8989, turns=(HearEnd(),), in_readme=True)
