"""The teacher's options for a release. The manifest stores them, so that an update keeps them."""

import re
import unicodedata
from typing import Literal

import msgspec

from grader.course import catalogue
from grader.course.exercise import Exercise
from grader.model.errors import UsageError
from grader.texts.language import _

Lang = Literal["en", "zh"]

NAME_AT_MOST = 80  # characters
EVERYTHING = "all"
REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+")
REF = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._/-]*")


class ReleasePlan(msgspec.Struct, frozen=True, kw_only=True):
    """The options of a release.

    `name` is the title, empty for the course's own; `lang` the language of README.md and of the grading on push; `only`
    the exercises as typed (`01,03,05-08`), empty for all; `course` and `ref` the teacher's repository
    whose workflow runs the checks on push, empty for none; `fail_under` the points below which a push is red, None
    where it is red only for fewer points than the last green one.
    """

    name: str = ""
    lang: Lang = "en"
    only: str = ""
    course: str = ""
    ref: str = "main"
    fail_under: int | None = None


def check_plan(plan: ReleasePlan) -> ReleasePlan:
    """The same plan. UsageError where a name in it is not valid in a page or a workflow."""
    unprintable = any(unicodedata.category(letter)[0] in "CZ" for letter in plan.name.replace(" ", ""))
    if len(plan.name) > NAME_AT_MOST or unprintable:
        raise UsageError(_("--name is one line of at most {most} characters").format(most=NAME_AT_MOST))
    if plan.course and not REPOSITORY.fullmatch(plan.course):
        raise UsageError(_("--course is a repository such as OWNER/REPO, and not {name!r}").format(name=plan.course))
    if not REF.fullmatch(plan.ref):
        raise UsageError(_("--ref is a branch, a tag or a commit, and not {name!r}").format(name=plan.ref))
    if plan.ref != ReleasePlan().ref and not plan.course:
        raise UsageError(
            _("--ref says which state of the course tries a push; name the course too: --course OWNER/REPO")
        )
    return plan


def choose_exercises(plan: ReleasePlan, exercises: list[Exercise]) -> list[Exercise]:
    """The exercises of a release. UsageError where `only` names one that is not there."""
    if plan.only in ("", EVERYTHING):
        return exercises
    wanted = [name for part in plan.only.split(",") for name in expand_range(part.strip(), exercises)]
    return catalogue.choose(exercises, wanted)


def must_be_reachable(plan: ReleasePlan, exercises: list[Exercise]) -> None:
    """UsageError where no push could ever be green: `fail_under` is more than a push can get."""
    checks = [check for each in exercises for check in each.checks if plan.course or not check.hidden]
    most = sum(check.points for check in checks)
    if plan.fail_under is not None and plan.fail_under > most:
        said = _("--fail-under {points}: a push can get {most} points at most, so that each would be red")
        raise UsageError(said.format(points=plan.fail_under, most=most))


def expand_range(part: str, exercises: list[Exercise]) -> list[str]:
    """One part of `only` as names: `05-08` stands for each exercise from 05 to 08."""
    ends = [end.strip() for end in part.split("-")]
    if len(ends) == 1 and part:
        return [part]
    if len(ends) != 2 or not all(end.isascii() and end.isdigit() for end in ends):
        raise UsageError(_("--only is a list such as 01,03,05-08, and not {part!r}").format(part=part))
    first, last = int(ends[0]), int(ends[1])
    names = [each.id for each in exercises if first <= each.number <= last]
    if not names:
        raise UsageError(_("--only: there is no exercise from {first} to {last}").format(first=ends[0], last=ends[1]))
    return names
