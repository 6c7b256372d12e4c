"""The parts of the learners' pages that depend on which exercises are released."""

from collections.abc import Sequence
from dataclasses import dataclass

from grader.course.exercise import READMES, Exercise
from grader.release.fill import Value
from grader.release.plan import Lang, ReleasePlan
from grader.release.source import ROOT
from grader.submission import overview


@dataclass(frozen=True)
class Words:
    """The words of a page in one language."""

    course: str
    head: str
    whole: str
    total: str


WORDS: dict[Lang, Words] = {
    "en": Words("Socket course", "| exercise | you write | points | of these on push |", "the whole program", "all"),
    "zh": Words("套接字课程", "| 练习 | 要写的内容 | 分数 | 其中推送后才评 |", "整个程序", "合计"),
}
PAGES: dict[Lang, dict[Lang, str]] = {
    "en": {"en": "README.md", "zh": "README.zh-CN.md"},
    "zh": {"zh": "README.md", "en": "README.en.md"},
}


def values(plan: ReleasePlan, exercises: Sequence[Exercise], lang: Lang) -> list[Value]:
    """The values for the template of a page."""
    first = exercises[0]
    hidden = sum(map(on_push, exercises))
    return [
        Value("name", plan.name or WORDS[lang].course),
        Value("english", PAGES[plan.lang]["en"]),
        Value("chinese", PAGES[plan.lang]["zh"]),
        Value("table", exercises_table(exercises, lang)),
        Value("first", f"exercises/{first.id}"),
        Value("first_file", first.facts.file),
        Value("first_number", first.id[:2]),
        Value("first_readme", READMES[lang]),
        Value("last_number", exercises[-1].id[:2]),
        Value("hidden", str(hidden or "")),
        Value("course", plan.course),
    ]


def exercises_table(exercises: Sequence[Exercise], lang: Lang) -> str:
    """All exercises with their points, as a table of Markdown."""
    words = WORDS[lang]
    lines = [words.head, "|---|---|---:|---:|"]
    for each in exercises:
        title = overview.title_of(ROOT / "exercises" / each.id, lang) or each.name
        link = f"[{each.id[:2]} · {title}](exercises/{each.id}/{READMES[lang]})"
        steps = ", ".join(f"`{step}`" for step in each.facts.steps) or words.whole
        lines.append(f"| {link} | {steps} | {each.facts.points} | {on_push(each)} |")
    points, hidden = sum(each.facts.points for each in exercises), sum(map(on_push, exercises))
    return "\n".join([*lines, f"| {words.total} | | {points} | {hidden} |"])


def on_push(exercise: Exercise) -> int:
    """The points of an exercise that only the teacher's own grading gives."""
    return exercise.held_back + sum(check.points for check in exercise.checks if check.hidden)
