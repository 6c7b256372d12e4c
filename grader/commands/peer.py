"""`peer`: the reference peer, for a program that runs in another terminal."""

import sys

import click
from rich.text import Text

from grader.commands.options import in_language, of_exercises
from grader.course import catalogue, manual_peer
from grader.course.manual_peer import CLIENT
from grader.learner import manual_session
from grader.model.errors import UsageError
from grader.model.events import Event
from grader.report.terminal import full_report, live_conversation
from grader.texts.language import _


@click.command()
@in_language
@of_exercises
@click.option("--host", default="127.0.0.1", show_default=True, help="Where your server is, or where to listen.")
@click.option("--port", type=click.IntRange(1, 65535), metavar="N", help="Its port (else the exercise's).")
@click.option("--wait", type=click.FloatRange(min=0), metavar="SECONDS", help="The longest wait (else until Ctrl+C).")
def peer(exercise: tuple[str, ...], host: str, port: int | None, wait: float | None) -> None:
    """Talk to your own running program, and show the conversation live."""
    if len(exercise) != 1:
        raise UsageError(_("name one exercise whose program you run in another terminal, such as 13"))
    (chosen,) = catalogue.choose(catalogue.load(), exercise)
    part = manual_peer.read_manual_peer(chosen)
    address = manual_session.resolve_host(host, port or part.port)
    console = full_report.console_for(sys.stdout)
    arrows = live_conversation.Arrows.for_encoding(console.encoding)
    shown = live_conversation.Lines(arrows, part.encoding)

    def show_event(event: Event) -> None:
        for line in shown.feed(event):
            console.print(Text(line))

    def show_note(line: str) -> None:
        for late in shown.flush():
            console.print(Text(late))
        console.print(Text(f"{'':12}{line}", "bright_black"))

    role = _("reference client") if part.role == CLIENT else _("reference server")
    other = _("your program")
    console.print(Text(f"{chosen.id}: {role} {arrows.out} {other}", "bold"))
    start = manual_peer.how_to_start(chosen, part)
    manual_session.play(manual_session.Play(part, address, start, show_event, show_note, wait))
    show_note(_("the conversation is over"))
