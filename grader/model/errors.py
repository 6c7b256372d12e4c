"""The kinds of trouble, never mixed.

A learner's mistake is no exception: it is a value, a `verdict.Finding`.

    Exception
    └── SocketCourseError
        ├── UsageError    the person at the command line asked for what is not there (exit status 2)
        ├── CourseError   the author of an exercise made a mistake (exit status 3)
        └── GraderError   the machine or the grader failed: never a learner's failure, never a pass (3)
"""


class SocketCourseError(Exception):
    """What the grader raises itself; its text is one line that says what, where and what to do."""


class UsageError(SocketCourseError):
    """The command line names something that is not there."""


class CourseError(SocketCourseError):
    """An exercise is badly made: a suite, a rubric or a solution contradicts another."""


class GraderError(SocketCourseError):
    """The machine or the grader itself failed, so that nothing is known about the learner's work."""
