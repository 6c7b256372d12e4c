"""10 by hand: a client that reads until the server closes the conversation."""

from grader.course.manual_peer import CLIENT, HearEnd, ManualPeer

# The stub's own part is server and client at once; the README has a server for two terminals.
MANUAL_PEER = ManualPeer(CLIENT, port=8989, turns=(HearEnd(),), in_readme=True)
