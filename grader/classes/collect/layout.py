"""Where the exercises lie in a submission. Pure: the caller supplies the names in each folder."""

import re
from collections.abc import Callable, Collection
from itertools import islice

from grader.submission.modules import can_be_imported
from grader.submission.reader import Unreadable
from grader.texts.language import _

EXERCISES = "exercises"
IGNORED = (".", "__")  # hidden folders, __MACOSX, __pycache__
FOLDERS_AT_MOST = 200
PLAIN = re.compile(r"\w[\w .()+-]{0,60}(?<![ .])")  # a name that is valid on every system

Place = tuple[str, ...]
NamesIn = Callable[[Place], Collection[str]]


def home(names_in: NamesIn, exercises: Collection[str]) -> Place | Unreadable:
    """The folder that holds the folders of the exercises: `exercises/`, the top, or the same one level deeper.

    `names_in` returns the names in a folder, none where it does not exist.
    """

    def holds(place: Place) -> bool:
        return not set(exercises).isdisjoint(names_in(place))

    top: Place = ()
    for place in ((EXERCISES,), top):
        if holds(place):
            return place
    wrapping = (name for name in sorted(names_in(top)) if not name.startswith(IGNORED))
    found: list[Place] = []
    for name in islice(wrapping, FOLDERS_AT_MOST):
        found += [place for place in ((name, EXERCISES), (name,)) if holds(place)][:1]
    if len(found) == 1:
        return found[0]
    if not found:
        return Unreadable(no_exercises(names_in(top), exercises))
    said = _("its exercises lie in several folders ({folders}); leave only the one that is to be graded")
    return Unreadable(said.format(folders=", ".join("/".join(place) for place in found[:3])))


def no_exercises(names: Collection[str], exercises: Collection[str]) -> str:
    """The message for a submission without exercises."""
    if all(name.startswith(IGNORED) for name in names):
        return _("there is nothing in it")
    if len(names) == 1 and next(iter(names)).lower().endswith(".zip"):
        return _("there is only another zip file in it; unpack the outer one and keep the inner one")
    said = _("it holds no folder of an exercise, such as {name}, neither at its top nor in exercises/")
    return said.format(name=min(exercises, default=""))


def is_beside(path: Place, exercises: Collection[str]) -> bool:
    """Whether a file may be work, or misplaced work such as NN_name/a.txt, which is reported and not read."""
    return len(path) in (2, 3) and path[0] in exercises and all(PLAIN.fullmatch(part) for part in path[1:])


def parts_of_work(path: Place, exercises: Collection[str]) -> bool:
    """Whether a path, relative to the exercises' folder, may belong to the work: NN_name/a.py, NN_name/a/b.py."""
    return len(path) in (2, 3) and path[0] in exercises and can_be_imported(path[1:])
