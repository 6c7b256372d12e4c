"""What is graded of one exercise: the learner's files, and what stands around the step."""

from dataclasses import dataclass, field

from grader.sandbox.limits import Limits


@dataclass(frozen=True)
class Work:
    """What is graded: the learner's file, the files beside it, and what stands around the step.

    `host` is the compiled host program, None for a whole program; `steps` the functions to write,
    `limits` what each program of it may use.
    """

    file: str
    files: dict[str, bytes]
    host: bytes | None
    steps: tuple[str, ...]
    limits: Limits = field(default_factory=Limits)
