"""12 by hand: the help desk, which answers the first message, ends its sending, and reads until the client closes."""

from grader.course.manual_peer import SERVER, Finish, Hear, HearEnd, ManualPeer, Say

MANUAL_PEER = ManualPeer(
    SERVER,
    port=8081,
    turns=(
        Hear(),
        Say("您好，问题正在处理中".encode("gbk")),
        Finish(),
        HearEnd(),
    ),
    encoding="gbk",
)
