"""The exceptions of the grader, one class for each kind of cause.

A learner's mistake is not an exception: it is a value, a `result.finding.Finding`.

    Exception
    └── SocketCourseError
        ├── UsageError    the command line names something that does not exist (exit status 2)
        ├── CourseError   the author of an exercise made a mistake (exit status 3)
        └── GraderError   the machine or the grader failed: the learner gets no verdict (exit status 3)
"""


class SocketCourseError(Exception):
    """The base class; its text is one line that says what is wrong, where, and what to do."""


class UsageError(SocketCourseError):
    """The command line names something that does not exist."""


class CourseError(SocketCourseError):
    """The author of an exercise made a mistake, such as a suite without checks."""


class GraderError(SocketCourseError):
    """The machine or the grader itself failed, so that the learner gets no verdict."""
