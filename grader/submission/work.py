"""What is graded for one exercise: the learner's files and the program around them."""

from dataclasses import dataclass, field

from grader.sandbox.limits import Limits


@dataclass(frozen=True)
class Work:
    """The learner's file, the files beside it, and the program around them.

    `host` is the compiled host program, None where the learner writes the whole program; `steps` are the functions to
    write, `limits` the resources that each program may use.
    """

    file: str
    files: dict[str, bytes]
    host: bytes | None
    steps: tuple[str, ...]
    limits: Limits = field(default_factory=Limits)
