"""What is graded for one exercise: the learner's files and the host program."""

from dataclasses import dataclass, field

from grader.sandbox.limits import Limits


@dataclass(frozen=True)
class Work:
    """The name of the learner's file, all files by name, and the host program.

    `host` is the compiled host program, None where the learner writes the whole program; `steps` are the functions to
    write, `limits` the resources that each program may use.
    """

    file: str
    files: dict[str, bytes]
    host: bytes | None
    steps: tuple[str, ...]
    limits: Limits = field(default_factory=Limits)
