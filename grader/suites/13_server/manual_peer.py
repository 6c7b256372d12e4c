"""13 by hand: a client that sends its sentence and waits for the reply and the end of the stream."""

from grader.course.manual_peer import CLIENT, HearEnd, ManualPeer, Say

MANUAL_PEER = ManualPeer(
    CLIENT,
    port=8989,
    turns=(
        Say("你好服务端，我是客户端小黑".encode("gbk")),
        HearEnd(),
    ),
    encoding="gbk",
)
