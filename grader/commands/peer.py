"""`peer`: the reference peer, for a program that runs in another terminal."""

import sys

import click
from rich.text import Text

from grader import by_hand, course, play
from grader.by_hand import CLIENT
from grader.commands.options import in_language
from grader.errors import UsageError
from grader.language import _
from grader.report import live, terminal
from grader.transcript import Event


@click.command()
@in_language
@click.argument("exercise", nargs=-1)
@click.option("--host", default="127.0.0.1", show_default=True, help="Where your server is, or where to listen.")
@click.option("--port", type=click.IntRange(1, 65535), metavar="N", help="Its port (else the exercise's).")
@click.option("--wait", type=click.FloatRange(min=0), metavar="SECONDS", help="The longest wait (else until Ctrl+C).")
def peer(exercise: tuple[str, ...], host: str, port: int | None, wait: float | None) -> None:
    """Talk to your own running program, and show the conversation live."""
    if len(exercise) != 1:
        raise UsageError(_("name one exercise whose program you run in another terminal, such as 13"))
    (chosen,) = course.choose(course.load(), exercise)
    part = by_hand.read(chosen)
    address = play.resolved(host, port or part.port)
    console = terminal.console_for(sys.stdout)
    arrows = live.Arrows.for_encoding(console.encoding)
    shown = live.Lines(arrows, part.encoding)

    def told(event: Event) -> None:
        for line in shown.feed(event):
            console.print(Text(line))

    def noted(line: str) -> None:
        for late in shown.flush():
            console.print(Text(late))
        console.print(Text(f"{'':12}{line}", "bright_black"))

    role = _("reference client") if part.role == CLIENT else _("reference server")
    other = _("your program")
    console.print(Text(f"{chosen.id}: {role} {arrows.out} {other}", "bold"))
    start = by_hand.how_to_start(chosen, part)
    play.play(play.Play(part, address, start, told, noted, wait))
    noted(_("the conversation is over"))
