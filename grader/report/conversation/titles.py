"""The names of the two sides of a conversation, and its verdict."""

from collections.abc import Sequence

from grader.report.conversation.step import PROGRAM
from grader.report.conversation.steps import Conversation
from grader.texts.language import _


def program_title(talk: Conversation) -> str:
    """The heading of the side of the program, with its files."""
    name = _("your program") if len(talk.programs) < 2 else _("your programs")
    files = " + ".join(talk.files)
    return _("{name} ({files})").format(name=name, files=files) if files else name


def peer_title(peers: Sequence[str]) -> str:
    """The heading of the reference side."""
    servers = [who for who in peers if who.split(" ")[0] == "server"]
    if servers:
        return _("reference server") if len(servers) == len(peers) else _("reference side")
    return _("reference client") if len(peers) == 1 else _("reference clients")


def speaker_name(who: str, all_of_side: Sequence[str]) -> str:
    """The name of one program or peer among several on its side; empty where there is only one."""
    if len(all_of_side) < 2:
        return ""
    kind, _space, number = who.partition(" ")
    names = {PROGRAM: _("program {number}"), "client": _("client {number}"), "server": _("connection {number}")}
    return names.get(kind, kind).format(number=number.strip("()") or "1")


def verdict_lines(talk: Conversation) -> list[tuple[str, str]]:
    """What was expected and what was observed, each as (label, text), without empty texts."""
    said = [(_("expected: "), talk.expected), (_("but:      "), talk.but)]
    return [(label, text) for label, text in said if text]
