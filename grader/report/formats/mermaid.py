"""A conversation as a Mermaid sequence diagram, which GitHub and others draw.

Every text is escaped: a character other than a letter, a digit or one of PLAIN becomes an entity of Mermaid (`#59;`),
so that no text of a learner can end a line, a note or the diagram.
Source: https://mermaid.js.org/syntax/sequenceDiagram.html
"""

import re
from collections.abc import Iterator

from grader.report.conversation.repeats import Cut, shortened
from grader.report.conversation.step import Step, Way
from grader.report.conversation.steps import Conversation
from grader.report.conversation.titles import peer_title, program_title, speaker_name, verdict_lines
from grader.texts.language import _
from grader.texts.wording import as_line

PLAIN = frozenset(" ,.()_/'=+")  # besides letters and digits
ARROWS = {Way.TO_PROGRAM: "->>", Way.TO_PEER: "->>", Way.BOUNCED: "-x"}
MOST = 200  # characters of one text
BREAK = "<br/>"
KEYWORD = re.compile(r"\be(nd)\b", re.IGNORECASE)  # Mermaid ends a block at this word


def diagram(talk: Conversation) -> str:
    """The diagram, without the fence around it."""
    return "\n".join(["sequenceDiagram", *(f"    {line}" for line in lines(talk))])


def lines(talk: Conversation) -> Iterator[str]:
    """The lines of the diagram: the participants, the steps, what was expected and observed."""
    ids = {who: f"P{number}" for number, who in enumerate(talk.programs, 1)}
    ids |= {who: f"C{number}" for number, who in enumerate(talk.peers, 1)}
    for who in talk.programs:
        name = speaker_name(who, talk.programs)
        yield f"participant {ids[who]} as {escaped(name or program_title(talk))}"
    for who in talk.peers:
        name = speaker_name(who, talk.peers)
        yield f"participant {ids[who]} as {escaped(name or peer_title(talk.peers))}"
    both_sides = ",".join(dict.fromkeys([next(iter(ids.values())), list(ids.values())[-1]]))
    program, said = next(iter(ids.values())), list[str]()
    for step in shortened(talk.steps):
        if said and (isinstance(step, Cut) or ids[step.who] != program or not step.of_program):
            yield note(program, said)
            said = []
        if isinstance(step, Cut):
            yield note(both_sides, [escaped(step.text)])
        elif step.of_program:
            program = ids[step.who]
            said.append(escaped(f"{step.text}  ({step.place})" if step.place else step.text))
        else:
            yield arrow(step, ids[step.who], program)
    if said:
        yield note(program, said)
    ends = [escaped(label.strip() + " " + text) for label, text in verdict_lines(talk)]
    if talk.difference is not None:
        number = talk.difference.place + 1
        ends.append(escaped(_("byte {number} is the first that differs").format(number=number)))
    if ends:
        yield note(both_sides, ends)


def note(over: str, said: list[str]) -> str:
    """A note of several lines that are already escaped."""
    return f"Note over {over}: {BREAK.join(said)}"


def arrow(step: Step, peer: str, program: str) -> str:
    """An arrow from one side to the other."""
    ends = (program, peer) if step.way is Way.TO_PEER else (peer, program)
    return f"{ends[0]}{ARROWS[step.way or Way.TO_PROGRAM]}{ends[1]}: {escaped(step.text)}"


def escaped(text: str) -> str:
    """The first `MOST` characters of a text, escaped so that Mermaid shows them unchanged; never empty."""
    line = as_line(text, MOST).strip() or "..."
    found = "".join(each if each.isalnum() or each in PLAIN else f"#{ord(each)};" for each in line)
    return KEYWORD.sub(lambda word: f"#{ord(word[0][0])};{word[1]}", found)
