"""The page of a class: its statistics against direct computations, its texts, and the page in a browser."""

import datetime
import itertools
import json
import random
import re
import statistics as standard
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from selenium.webdriver.common.keys import Keys

from grader.advice import choose
from grader.classes.collect.entry import Entry, Override
from grader.classes.exports.comment import commonest
from grader.classes.page import mistakes, page, statistics
from grader.classes.page.anonymous import COVERED, anonymous, covered_in_quotes, shared_words
from grader.classes.page.attention import Need, reasons
from grader.classes.page.example import example
from grader.classes.page.page import PageOptions
from grader.classes.roster.join import Joined, join
from grader.classes.roster.roster import Person, Roster
from grader.course import catalogue
from grader.model.events import AnyEvent, Call, Exited, Flooded, Raised, Received, Sent
from grader.report.conversation.step import Way
from grader.result.finding import Difference
from grader.result.scorecard import (
    Advice,
    CheckMessages,
    CheckResult,
    CheckStatus,
    ExerciseResult,
    ExerciseStatus,
    Scorecard,
    Word,
)
from grader.texts import language
from grader.texts.message import M_, render
from tests.browser import PHONE, Browser, browser
from tests.classroom import HOSTILE, classroom
from tests.golden import use_language

pytestmark = pytest.mark.system

MADE = datetime.datetime(2026, 11, 22, 10, 0, tzinfo=datetime.UTC)
COURSE = "https://example.org/course"
replaced = msgspec.structs.replace


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    language.choose("en")
    yield
    language.choose("en")


# Statistics ----------------------------------------------------------------------------------------------------------


def check(name: str, status: CheckStatus, most: int = 1, mistake: str = "", anchor: str = "") -> CheckResult:
    advice = Advice(id=mistake, title=f"the {mistake}", text="", exercise="01_a", anchor=anchor) if mistake else None
    points = most if status is CheckStatus.PASSED else 0
    return CheckResult(id=name, promise=name, status=status, points=points, max=most, mistake=mistake, advice=advice)


def exercise(name: str, *checks: CheckResult, status: ExerciseStatus = ExerciseStatus.FAILED) -> ExerciseResult:
    return ExerciseResult(
        id=name,
        file=f"exercises/{name}/a.py",
        status=status,
        score=sum(each.points for each in checks),
        max=sum(each.max for each in checks),
        checks=list(checks),
    )


def entry(*exercises: ExerciseResult, name: str = "ada", override: int | None = None) -> Entry:
    card = Scorecard(
        score=sum(each.score for each in exercises),
        max=sum(each.max for each in exercises),
        hidden=0,
        seconds=1.0,
        box="limits",
        python="3.11",
        platform="linux",
        exercises=list(exercises),
    )
    given = Override(points=override, reason="seen", at="2026-11-22T10:00:00Z") if override is not None else None
    return Entry(name=name, place=name, graded="2026-11-22T10:00:00Z", card=card, override=given)


PASS, FAIL, WITHHELD, NOT_TRIED = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.WITHHELD, CheckStatus.NOT_TRIED


def test_the_rate_of_a_check_counts_only_submissions_in_which_the_check_was_tried() -> None:
    states = [PASS, PASS, FAIL, WITHHELD, NOT_TRIED]
    found = statistics.class_figures([entry(exercise("01_a", check("a", state))) for state in states]).checks[0]
    assert (found.tried, found.passed, found.rate) == (4, 2, 0.5)


def test_the_discrimination_equals_a_value_computed_by_hand() -> None:
    # Ten passed with 3 or 2 points elsewhere, ten failed with 1 or 0: means 2.5 and 0.5, deviation sqrt(1.25),
    # p = q = 1/2. The discrimination is (2.5 - 0.5) / sqrt(1.25) * 1/2 = 0.894.
    entries = [
        elsewhere(state, count) for state, count in ((PASS, 3), (PASS, 2), (FAIL, 1), (FAIL, 0)) for _each in range(5)
    ]
    assert statistics.class_figures(entries).checks[0].discrimination == pytest.approx(0.8944, abs=1e-4)


def elsewhere(state: CheckStatus, count: int) -> Entry:
    """A learner with one check in one exercise, and `count` of three points in another one."""
    others = [check(name, PASS if place < count else FAIL) for place, name in enumerate("bcd")]
    return entry(exercise("01_a", check("a", state, 5)), exercise("02_b", *others))


def test_checks_that_depend_on_a_check_do_not_raise_its_discrimination() -> None:
    # If the first check fails, the others of its exercise are not tried; both groups have the same points elsewhere.
    passing = exercise("01_a", check("a", PASS), check("b", PASS), check("c", PASS))
    failing = exercise("01_a", check("a", FAIL), check("b", NOT_TRIED), check("c", NOT_TRIED))
    entries = [entry(each, exercise("02_b", check("d", d))) for each in (passing, failing) for d in (PASS, FAIL) * 5]
    assert statistics.class_figures(entries).checks[0].discrimination == 0


@pytest.mark.parametrize(("passed", "lost", "known"), [(5, 5, True), (4, 9, False), (9, 4, False)])
def test_there_is_no_discrimination_when_few_pass_or_few_fail(passed: int, lost: int, known: bool) -> None:
    entries = [elsewhere(PASS, place % 4) for place in range(passed)] + [elsewhere(FAIL, 1)] * lost
    assert (statistics.class_figures(entries).checks[0].discrimination is not None) == known


@pytest.mark.parametrize(
    "pairs",
    [[], [(True, 3)], [(True, 3), (True, 5)], [(False, 3), (False, 5)], [(True, 4), (False, 4)]],
    ids=["no pair", "one pair", "all pass", "all fail", "all the same elsewhere"],
)
def test_the_discrimination_is_undefined_without_variation(pairs: list[tuple[bool, int]]) -> None:
    assert statistics.point_biserial(pairs) is None


def test_the_discrimination_equals_the_correlation_of_the_standard_library() -> None:
    rng = random.Random(5)
    compared = 0
    for _ in range(300):
        pairs = [(rng.random() < 0.4, rng.randrange(-3, 100)) for _each in range(rng.randrange(2, 40))]
        try:
            wanted = standard.correlation([int(holds) for holds, _n in pairs], [number for _h, number in pairs])
        except standard.StatisticsError:
            assert statistics.point_biserial(pairs) is None
            continue
        assert statistics.point_biserial(pairs) == pytest.approx(wanted, abs=1e-9)
        compared += 1
    assert compared > 250


def test_points_by_hand_count_only_in_the_distribution() -> None:
    entries = [entry(exercise("01_a", check("a", FAIL, 10)), override=7), entry(exercise("01_a", check("a", PASS, 10)))]
    found = statistics.class_figures(entries)
    assert [bar.low for bar in found.scores.bars if bar.count] == [7, 10]
    assert (found.scores.mean, found.scores.median) == (8.5, 8.5)
    assert found.exercises[0].mean == 5


@pytest.mark.parametrize("most", [0, 1, 6, 10, 11, 54, 79, 100, 125])
def test_every_number_of_points_is_in_exactly_one_bar(most: int) -> None:
    bars = list(statistics.bars_of(range(most + 1), most))
    assert sum(bar.count for bar in bars) == (most + 1 if most else 0)
    assert len(bars) <= 11
    assert all(left.high + 1 == right.low for left, right in itertools.pairwise(bars))
    assert not bars or (bars[0].low, bars[-1].high) == (0, most)


def test_points_outside_the_range_of_the_course_are_in_the_distribution() -> None:
    given = [entry(exercise("01_a", check("a", FAIL, 10)), override=points) for points in (-3, 25)]
    scores = statistics.class_figures(given).scores
    assert sum(bar.count for bar in scores.bars) == 2
    assert (scores.most, scores.bars[0].count, scores.bars[-1].count) == (25, 1, 1)


def test_the_progress_of_an_exercise_counts_each_state() -> None:
    states = [ExerciseStatus.PASSED, ExerciseStatus.FAILED, ExerciseStatus.NOT_STARTED, ExerciseStatus.ERROR]
    many = [entry(exercise("01_a", check("a", FAIL), status=status)) for status in states * 2 + states[1:2]]
    found = statistics.class_figures(many).exercises[0]
    assert (found.passed, found.failed, found.not_started, found.errors, found.count) == (2, 3, 2, 2, 9)


def test_a_mistake_counts_once_per_learner_and_the_commonest_is_first() -> None:
    twice = [check("a", FAIL, mistake="swap", anchor="x"), check("b", FAIL, mistake="swap", anchor="x")]
    entries = [
        entry(exercise("01_a", *twice), exercise("02_b", check("c", FAIL, mistake="swap", anchor="y"))),
        entry(exercise("01_a", *twice)),
        entry(exercise("01_a", check("a", FAIL, mistake="typo"), check("b", FAIL))),
        entry(exercise("01_a", check("a", PASS, mistake="typo"))),
    ]
    found = statistics.class_figures(entries)
    assert [(each.id, each.count, each.anchor) for each in found.mistakes] == [("swap", 2, "x"), ("typo", 1, "")]
    assert found.mistakes[0].where == (("01_a", 2), ("02_b", 1))
    assert found.unnamed == 1


def test_the_statistics_of_a_large_class_equal_a_direct_count() -> None:
    entries = classroom(120, seed=3)
    found = statistics.class_figures(entries)
    cards = [each.card for each in entries if each.card is not None]
    assert (found.submissions, found.graded) == (120, len(cards))
    assert found.scores.count == sum(each.points is not None for each in entries)
    assert len(found.checks) > 20
    for each in found.checks:
        results = [
            (one, card.score - one_exercise.score)
            for card in cards
            for one_exercise in card.exercises
            if one_exercise.id == each.exercise
            for one in one_exercise.checks
            if one.id == each.id and one.status is not NOT_TRIED
        ]
        assert (each.tried, each.passed) == (len(results), sum(one.status is PASS for one, _rest in results))
        if 5 <= each.passed <= each.tried - 5:
            sides = [int(one.status is PASS) for one, _rest in results], [rest for _one, rest in results]
            assert each.discrimination == pytest.approx(standard.correlation(*sides), abs=1e-9)
    for row in found.mistakes:
        mistakes_of_cards = [
            {one.mistake for each in card.exercises for one in each.checks if one.status is FAIL} for card in cards
        ]
        assert row.count == sum(row.id in each for each in mistakes_of_cards)


# Submissions that need attention -------------------------------------------------------------------------------------


def entry_with(*events: AnyEvent, output: str = "") -> Entry:
    return entry(exercise("01_a", replaced(check("a", FAIL), transcript=list(events), output=output)))


def raised(kind: str, **detail: str) -> Raised:
    return Raised(at=0, who="program", kind=kind, text="", file="a.py", line=1, detail=detail)


UNREAD = exercise("01_a", check("a", NOT_TRIED), status=ExerciseStatus.ERROR)
FLOOD = Flooded(at=0, who="program", what="processes", size=64)
KILLED = Exited(at=1, who="program", status=-9)
NEEDS = {
    "nothing": (entry_with(Exited(at=0, who="program", status=1), output="hello ::\n"), []),
    "no result": (Entry(name="a", place="a", graded="", trouble="no folder"), [Need.NO_RESULT]),
    "own trouble": (entry(replaced(UNREAD, own_trouble=True)), [Need.OWN_TROUBLE]),
    "unreadable": (entry(UNREAD), [Need.UNREADABLE]),
    "flooded": (entry_with(FLOOD, KILLED), [Need.FLOODED]),
    "killed twice": (entry_with(KILLED, KILLED), [Need.SIGNAL]),
    "memory": (entry_with(raised("MemoryError")), [Need.LIMIT]),
    "files": (entry_with(raised("OSError", errno="24")), [Need.LIMIT]),
    "another error": (entry_with(raised("OSError", errno="98")), []),
    "commands": (entry_with(output="hello\n ::notice title=Autograding report::{}\n"), [Need.COMMANDS]),
    "by hand": (entry(exercise("01_a", check("a", PASS)), override=3), []),
}


@pytest.mark.parametrize("case", NEEDS)
def test_a_submission_needs_attention_for_exactly_these_reasons(case: str) -> None:
    given, wanted = NEEDS[case]
    assert [each.need for each in reasons(given)] == wanted


def test_a_submission_with_points_by_hand_is_listed_separately_from_those_that_need_attention() -> None:
    entries = [entry(UNREAD, name="ada"), entry(UNREAD, name="bob", override=3), entry(name="cleo", override=4)]
    figures = statistics.class_figures(entries)
    assert [each.place for each in figures.attention] == [0]
    assert [each.place for each in figures.by_hand] == [1, 2]
    text = page_text(entries)
    assert "<dt>need a person</dt><dd>1</dd>" in text
    need, _heading, by_hand = text.partition('<section aria-labelledby="attention">')[2].partition("Points by hand (2)")
    assert "ada" in need
    assert not {"bob", "cleo"} & set(re.findall(r"\w+", need))
    assert re.findall(r"<bdi>(\w+)</bdi>", by_hand.partition("</section>")[0]) == ["bob", "cleo"]
    assert "<li>3 (2026-11-22 10:00 UTC): seen</li><li>01_a cannot be graded: </li>" in by_hand


# Anonymous conversations ---------------------------------------------------------------------------------------------


def failed_check(said: bytes, arguments: str = "", error: str = "", file: str = "a.py", came: str = "") -> CheckResult:
    """A failed check in which a peer sent a greeting and the program sent bytes and printed text of its own."""
    call = Call(
        at=2, who="program", number=1, call="send", arguments=arguments, timeout=None, file=file, line=3, error=error
    )
    return replaced(
        check("a", FAIL),
        expected='"welcome back"',
        seen=f'it said "{came}"',
        transcript=[
            Sent(at=1, who="client", size=5, data=b"hello"),
            call,
            Received(at=3, who="client", size=len(said), data=said),
        ],
    )


def anonymous_text(one: CheckResult, *others: CheckResult) -> str:
    """The text of a check after redaction, in a class with other checks."""
    left = anonymous(one, "a.py", shared_words([one, *others]))
    return msgspec.json.encode(left).decode() + "".join(
        event.data.decode("utf-8", "replace") for event in left.transcript if isinstance(event, Received)
    )


ALICE = failed_check(
    "alice 20261234 王小明".encode(),
    "(b'alice', 20261234)",
    "FileNotFoundError: [Errno 2] can't open '/somewhere/alice/王小明'",
    "alice_tools.py",
    "alice \\xe7\\x8e\\x8b",
)


@pytest.mark.parametrize("secret", ["alice", "20261234", "王小明", "somewhere", "\\\\xe7"])
def test_words_of_one_learner_are_redacted(secret: str) -> None:
    assert secret in anonymous_text(ALICE, ALICE, ALICE)
    assert secret not in anonymous_text(ALICE, failed_check(b"x"), failed_check(b"y"))
    assert COVERED in anonymous_text(ALICE)


def test_words_of_the_peer_and_of_python_are_kept() -> None:
    one = failed_check(
        b"hello", "(b'hello', <AddressFamily.AF_INET: 2>, 8989)", "TypeError: a bytes-like object is required"
    )
    kept = anonymous_text(one)
    for word in ("hello", "welcome back", "AF_INET", "8989", "TypeError: a bytes-like object is required", "a.py"):
        assert word in kept
    assert COVERED not in kept


def test_words_of_three_learners_are_kept() -> None:
    many = [failed_check(b"good morning " + name) for name in (b"ada", b"bob", b"cleo")]
    assert "good morning" in anonymous_text(*many)
    assert "ada" not in anonymous_text(*many)
    assert "good" not in anonymous_text(*many[:2])


def test_the_message_of_an_exception_raised_by_the_learner_is_redacted() -> None:
    own = replaced(raised("ValueError"), text="alice did it", source="    raise ValueError('alice did it')")
    python = replaced(raised("KeyError"), text="there is no 'alice'", source="x['alice']")
    kept = anonymous_text(replaced(check("a", FAIL), transcript=[own, python]))
    assert "alice" not in kept
    assert "there is no" in kept


def test_a_difference_with_words_of_the_learner_is_removed() -> None:
    differ = Difference(encoding="utf-8", place=0, start=0, wanted=b"hello you", got=b"hello")
    one = replaced(check("a", FAIL), difference=differ)
    assert anonymous(one, "a.py", ()).difference == differ
    assert anonymous(replaced(one, difference=replaced(differ, got=b"alice")), "a.py", ()).difference is None


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_the_messages_of_a_check_contain_no_word_of_a_learner(lang: str) -> None:
    printed = M_("your program printed {output}", output='"I am alice"')
    messages = CheckMessages(expected=M_("the reply"), observed=printed)
    one = replaced(check("a", FAIL), seen='your program printed "I am alice"', messages=messages)
    with use_language(lang):
        kept = anonymous(one, "a.py", ())
        assert "alice" not in anonymous_text(one)
        assert kept.messages is msgspec.UNSET
        assert kept.seen == covered_in_quotes(render(printed, lang), lambda _text: "*** *** ***")
        assert kept.expected == render(M_("the reply"), lang)


def test_the_example_of_a_mistake_is_its_commonest_conversation() -> None:
    entries = classroom(40)
    found = example(entries, "bind-every-address")
    assert found is not None
    assert found.exercise == "03_bind"
    assert found.alike == found.of > 3
    assert any(step.way is Way.TO_PROGRAM for step in found.talk.steps)
    assert COVERED not in "".join(step.text + step.place for step in found.talk.steps)
    assert example(entries, "no-such-mistake") is None


# The page with a roster ----------------------------------------------------------------------------------------------

ROSTER = Roster(
    people=(
        Person(name="王小明", username="ada"),
        Person(name="张三", username="zhang"),
        Person(name="李<四>", email="li@example.org"),
        Person(name="Jim Doe", username="jim"),
        Person(name="Bob Lee", username="bob"),
        Person(name="bo", username="bo"),
    )
)


def of_roster() -> tuple[list[Entry], Joined]:
    """A class with two absent people, one with two submissions and one unknown person; the others made one mistake."""
    secret = [b"wangxiaoming", b"bob lee", b"jim doe", b"jim doe"]
    names = ["ada", "tcp-bob", "jim", "tcp-jim"]
    entries = [
        entry(
            exercise(
                "01_a",
                replaced(failed_check(said), advice=Advice(id="m", title="m", text="", exercise="01_a", anchor="")),
            ),
            name=name,
        )
        for name, said in zip(names, secret, strict=True)
    ]
    entries += [entry(exercise("01_a", check("a", PASS)), name=name) for name in ("bo", "who")]
    return entries, join(ROSTER, entries)


def with_roster() -> str:
    entries, joined = of_roster()
    return page.html(entries, statistics.class_figures(entries), PageOptions(MADE), joined).decode()


def part(text: str, name: str) -> str:
    """A section of the page."""
    return text.partition(f'<section aria-labelledby="{name}">')[2].partition("</section>")[0]


def test_learners_have_their_names_from_the_roster_and_their_user_names() -> None:
    text = with_roster()
    called = ["王小明 · ada", "Bob Lee · tcp-bob", "jim", "tcp-jim", "bo", "who"]
    assert re.findall(r'<th scope="row" data-learner="\d"><bdi>(.*?)</bdi>', part(text, "learners")) == called
    assert [each[0] for each in data_of(text)["learners"]] == called  # type: ignore[attr-defined]
    assert '<th scope="col">name</th>' in text


def test_the_page_lists_absent_doubtful_and_unknown_people() -> None:
    texts = re.sub(r"<[^>]*>", "", part(with_roster(), "attention")).split("\n")
    assert [line for line in texts if line] == [
        "Needs a person",
        "Nobody&#39;s work needs a person.",
        *("No submission (2)", "张三 · zhang", "李&lt;四&gt; · li@example.org"),
        *("In doubt which submission is theirs (1)", "Jim Doe · jim several submissions: jim, tcp-jim"),
        "In nobody&#39;s name (3)",
        "who not in the roster",
        *("jim one of several of Jim Doe", "tcp-jim one of several of Jim Doe"),
    ]
    assert 'data-learner="5"><bdi>who</bdi>' in part(with_roster(), "attention")
    assert "<dt>no submission</dt><dd>2</dd>" in with_roster()


def test_without_a_roster_the_page_lists_no_absent_people_and_shows_user_names() -> None:
    text = page_text(of_roster()[0])
    assert "<bdi>ada</bdi>" in text
    assert '<th scope="col">user name</th>' in text
    assert not re.search("No submission|no submission|In nobody|In doubt", text)


def test_conversations_on_the_page_contain_no_name_from_the_roster() -> None:
    shown_there = part(with_roster(), "mistakes")
    assert COVERED in shown_there
    assert "4 of 6" in shown_there
    secret = {each for person in ROSTER.people for each in (person.name, person.username, *person.name.split()) if each}
    assert {each for each in secret if re.search(rf"\b{each}\b", shown_there, re.IGNORECASE)} == set()
    assert "wangxiaoming" not in shown_there


# The page as text ----------------------------------------------------------------------------------------------------


def page_text(entries: list[Entry], **options: str) -> str:
    return page.html(entries, statistics.class_figures(entries), PageOptions(MADE, **options)).decode()


def data_of(text: str) -> dict[str, object]:
    """The JSON data that the page holds for its script."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script', text, re.DOTALL)
    assert found is not None
    data: dict[str, object] = json.loads(found[1])
    return data


def test_an_empty_class_has_a_page() -> None:
    text = page_text([])
    assert text.count("No submission.") == 1
    assert data_of(text)["learners"] == []


def test_a_page_without_attention_list_does_not_claim_that_there_is_no_submission() -> None:
    text = page_text([entry(exercise("01_a", check("a", PASS)))])
    assert "No submission." not in text
    assert "<p>Nobody&#39;s work needs a person.</p>" in text


def test_a_class_without_any_result_has_a_page() -> None:
    text = page_text([Entry(name="ada", place="ada", graded="", trouble="nothing there")])
    assert "no result: nothing there" in text


def test_one_learner_has_a_page() -> None:
    text = page_text([entry(exercise("01_a", check("a", FAIL, mistake="swap")))])
    assert "1 of 1" in text
    assert "the swap" in text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_of_a_learner_adds_no_markup_to_the_page(hostile: str) -> None:
    bad = replaced(
        check(hostile, FAIL, mistake=hostile, anchor=hostile), expected=hostile, observed=hostile, output=hostile
    )
    one = replaced(entry(replaced(exercise("01_a", bad), reason=hostile), name=hostile), place=hostile, commit=hostile)
    other = Entry(name="b", place="b", graded=hostile, trouble=hostile)
    tags = re.compile(r"<[a-zA-Z/!][^>]*>")
    plain = page_text([replaced(one, name="a", place="a"), other], course=COURSE)
    text = page_text([one, other], title=hostile, course=COURSE)
    shown_text = text.partition('<script type="application/json"')[0]
    assert hostile not in shown_text or not set(hostile) & set("<>&\"'")
    assert len(tags.findall(text)) == len(tags.findall(plain))
    assert re.search("[\u202a-\u202e\u2066-\u2069\u2028\u2029]", text) is None
    learner = data_of(text)["learners"][0]  # type: ignore[index]
    assert learner[0].strip() == "".join(each if each.isprintable() else " " for each in hostile).strip()


def test_every_time_on_the_page_has_the_same_time_zone() -> None:
    zone = datetime.timezone(datetime.timedelta(hours=8), "CST")
    one = replaced(entry(exercise("01_a", check("a", PASS)), override=3), commit="c" * 40)
    one = replaced(one, graded="2026-11-21T20:14:46Z", committed="2026-11-20T16:01:00Z")
    options = PageOptions(MADE.astimezone(zone))
    text = page.html([one], statistics.class_figures([one]), options).decode()
    assert set(re.findall(r"2026-[-\d]+[T ][\d:]+[^<\")]*", text)) == {
        "2026-11-22T18:00+08:00",  # the machine-readable time
        "2026-11-22 18:00 CST",  # the time of the page and of the points by hand
        "2026-11-22 04:14 CST",
        "2026-11-21 00:01 CST",
    }
    assert "graded at" in data_of(text)["texts"]  # type: ignore[operator]


def test_an_invisible_name_is_replaced_by_its_folder() -> None:
    text = page_text([replaced(entry(exercise("01_a", check("a", PASS))), name="\u202e\u200f", place="s/7")])
    assert "<bdi>s/7</bdi>" in text


def test_a_thousand_learners_fit_into_ten_megabytes() -> None:
    entries = classroom(300)
    text = page_text(entries)
    # The invented class has only a few exercises.
    of_course = len(catalogue.load()) / len(statistics.class_figures(entries).exercises)
    assert "300" in text
    assert len(text.encode()) * of_course * 1000 / 300 < 10e6


def test_every_reference_links_to_the_course_if_the_course_address_is_given() -> None:
    entries = classroom(30)
    assert f'href="{COURSE}/exercises/03_bind/README.md#bind-every-address"' in page_text(entries, course=f"{COURSE}/")
    assert "<code>exercises/03_bind/README.md#bind-every-address</code>" in page_text(entries)
    language.choose("zh")
    assert f'href="{COURSE}/exercises/03_bind/README.zh-CN.md#bind-every-address"' in page_text(entries, course=COURSE)


def test_the_page_is_available_in_chinese() -> None:
    entries = classroom(30)
    language.choose("zh")
    text = page_text(entries)
    assert '<html lang="zh-CN">' in text
    shown_texts = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", "|", text, flags=re.DOTALL)
    for word in ("最常见的错误", "服务端绑定了所有地址", "区分度", "只在那里", "详见：", "完成情况", "未全部通过"):
        assert word in shown_texts
    assert shown_texts.count("需要老师查看") == 3  # in the summary, in the contents, in the section heading
    for word in ("延伸阅读", "需要老师看", "还没做到"):
        assert word not in shown_texts.replace("需要老师查看", "")
    for word in ("submissions", "Checks", "mistake", "not started", "only there"):
        assert word not in shown_texts


def in_language(text: str, lang: str) -> str:
    with use_language(lang):
        return language._(text)


@pytest.mark.parametrize(("graded_in", "shown_in"), [("en", "zh"), ("zh", "en")])
def test_every_mistake_has_a_title_in_the_language_of_the_page(graded_in: str, shown_in: str) -> None:
    english = {
        "accept-three-names": "accept() gives two values, not {count}",
        "close-module-call": "{call}() takes a number, and was given a socket",
    }
    own = next(rule for rule in choose.own_rules("03_bind") if "{" not in rule.title + rule.text)
    english[own.id] = own.title
    filled: dict[str, Word] = {"count": 3, "call": "os.close", "name": "server"}
    titles = {
        name: {lang: in_language(text, lang).format(**filled) for lang in language.LANGUAGES}
        for name, text in english.items()
    }
    assert all(each["en"] != each["zh"] for each in titles.values())
    checks = [
        replaced(
            check(name, FAIL, mistake=name),
            advice=Advice(id=name, title=each[graded_in], text="", exercise="", anchor="", words=filled),
        )
        for name, each in titles.items()
    ]
    entries = [entry(exercise("03_bind", each, check("unknown", FAIL, mistake="unknown"))) for each in checks] * 2
    language.choose(shown_in)
    text = page_text(entries)
    for each, one in zip(titles.values(), entries, strict=False):
        assert f"<h3>{each[shown_in]}</h3>" in text
        assert each[shown_in] in data_of(text)["texts"]  # type: ignore[operator]
        assert each[graded_in] not in text
        assert one.card is not None
        assert commonest(one.card) == each[shown_in]
    assert "<h3>the unknown</h3>" in text


def test_the_page_says_how_many_were_graded_in_another_language() -> None:
    one = entry(exercise("01_a", check("a", FAIL)))
    nothing = Entry(name="b", place="b", graded="", language="zh", trouble="nothing there")
    entries = [*(replaced(one, language=each) for each in ("en", "zh", "zh", "")), nothing]
    assert "2 were graded in another language; their texts stay in it: --again grades them anew" in page_text(entries)
    language.choose("zh")
    assert "1 份是用另一种语言评的" in page_text(entries)
    language.choose("en")
    assert "another language" not in page_text([one])


def test_rarer_mistakes_are_in_a_table() -> None:
    many = [entry(exercise("01_a", check("a", FAIL, mistake=f"m{number:02}"))) for number in range(mistakes.SHOWN + 3)]
    text = page_text(many * 2)
    assert "Rarer mistakes: 3" in text
    assert all(f"the m{number:02}" in text for number in range(mistakes.SHOWN + 3))


def test_a_mistake_of_one_learner_is_in_the_table_if_another_mistake_is_common() -> None:
    common = [entry(exercise("01_a", failed_with("m9"))) for _each in range(2)]
    text = page_text([*common, *(entry(exercise("01_a", failed_with(f"m{number}"))) for number in range(5))])
    assert re.findall(r"<h3>the (m\d)</h3>", text) == ["m9"]
    assert re.findall(r'<th scope="row">the (m\d)</th>', text) == ["m0", "m1", "m2", "m3", "m4"]
    assert "2 of the 2 that were compared look like this." in text
    assert part(text, "mistakes").count("One such conversation") == 1


def test_without_a_common_mistake_a_few_are_shown_without_a_comparison() -> None:
    text = page_text([entry(exercise("01_a", failed_with(f"m{number}"))) for number in range(5)])
    assert re.findall(r"<h3>the (m\d)</h3>", text) == ["m0", "m1", "m2"]
    assert part(text, "mistakes").count("One such conversation") == 3
    assert "<figcaption>" not in text


def failed_with(mistake: str) -> CheckResult:
    """A failed check with a conversation and a mistake."""
    return replaced(failed_check(b"hello"), mistake=mistake, advice=check("a", FAIL, mistake=mistake).advice)


# In a browser --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages in both languages with all kinds of names, one with a roster, and one of an empty class."""
    folder = tmp_path_factory.mktemp("pages")
    found = {}
    language.choose("en")
    entries = classroom(30)
    for lang in ("en", "zh"):
        language.choose(lang)
        found[lang] = folder / f"{lang}.html"
        found[lang].write_text(page_text(entries, course=COURSE), encoding="utf-8", newline="\n")
    language.choose("en")
    found["roster"] = folder / "roster.html"
    found["roster"].write_text(with_roster(), encoding="utf-8", newline="\n")
    found["empty"] = folder / "empty.html"
    found["empty"].write_text(page_text([]), encoding="utf-8", newline="\n")
    return found


@pytest.mark.parametrize("name", ["en", "zh", "empty"])
def test_the_page_makes_no_request_and_logs_no_message(chromium: Browser, pages: dict[str, Path], name: str) -> None:
    chromium.open(pages[name])
    chromium.run("document.querySelectorAll('details').forEach(each => { each.open = true })")
    chromium.run("document.querySelectorAll('[data-learner] > button').forEach(each => { each.click() })")
    assert chromium.console_messages() == []
    assert chromium.requested_urls() == [pages[name].as_uri()]
    assert chromium.run("return document.querySelectorAll('img, iframe, link, base, object, script[src]').length") == 0


def test_the_names_of_learners_are_shown_as_text(chromium: Browser, pages: dict[str, Path]) -> None:
    chromium.open(pages["en"])
    names = chromium.run("return [...document.querySelectorAll('.learners bdi')].map(each => each.textContent)")
    assert {"<!--<script>", "${alert(1)} $& $1", "{{ 7*7 }}{% raw %}"} <= set(names)


def values(chromium: Browser, column: int) -> list[float]:
    script = """
    const rows = [...document.querySelector("table.learners").tBodies[0].rows];
    return rows.map(row => Number(row.cells[arguments[0]].dataset.value));
    """
    found: list[float] = chromium.run(script, column)
    return found


def test_a_click_sorts_a_table_and_announces_it(chromium: Browser, pages: dict[str, Path]) -> None:
    chromium.open(pages["en"])
    before = values(chromium, 1)
    heading = "document.querySelector('table.learners').tHead.rows[0].cells[1]"
    ways = []
    for _ in range(2):
        chromium.run(f"{heading}.querySelector('button').click()")
        ways.append((chromium.run(f"return {heading}.ariaSort"), values(chromium, 1)))
    assert ways == [("descending", sorted(before, reverse=True)), ("ascending", sorted(before))]
    assert before != sorted(before)
    assert chromium.run("return document.getElementById('said').textContent") == "All learners: sorted by points"
    assert chromium.run("return document.querySelectorAll('table.learners [aria-sort]').length") == 1


def test_the_keyboard_sorts_a_table(chromium: Browser, pages: dict[str, Path]) -> None:
    chromium.open(pages["en"])
    chromium.run("document.querySelector('.learners th button').focus()")
    chromium.tab_to("th:nth-child(3) > button.sort")
    chromium.press(Keys.ENTER)
    assert values(chromium, 2) == sorted(values(chromium, 2), reverse=True)
    assert len(set(values(chromium, 2))) > 2


def test_the_keyboard_opens_and_closes_the_results_of_a_learner(chromium: Browser, pages: dict[str, Path]) -> None:
    chromium.open(pages["en"])
    chromium.run("document.querySelector('.learners thead th:last-child button').focus()")
    chromium.tab_to("[data-learner] > button")
    name = chromium.run("return document.activeElement.textContent")
    chromium.press(Keys.ENTER)
    text = chromium.run("return document.getElementById('learner').innerText")
    assert chromium.run("return document.getElementById('learner').open") is True
    assert name in text
    assert "03_bind" in text
    assert "submissions/0000" in text
    chromium.press(Keys.ESCAPE)
    assert chromium.run("return document.getElementById('learner').open") is False
    assert chromium.run("return document.activeElement.textContent") == name


def test_the_results_of_a_learner_match_the_name_after_sorting(chromium: Browser, pages: dict[str, Path]) -> None:
    chromium.open(pages["en"])
    script = """
    document.querySelector("table.learners th:nth-child(2) button").click();
    const first = document.querySelector("table.learners tbody tr");
    first.querySelector("button").click();
    const shown = document.getElementById("learner");
    return [first.cells[0].textContent, shown.querySelector("h2").textContent,
            first.cells[1].textContent, shown.querySelector("dd").textContent];
    """
    name, title, points, fact = chromium.run(script)
    assert name == title
    assert fact.startswith(points.strip("*"))


@pytest.mark.parametrize("name", ["en", "zh", "roster", "empty"])
def test_a_narrow_phone_needs_no_horizontal_scrolling(chromium: Browser, pages: dict[str, Path], name: str) -> None:
    chromium.open(pages[name], PHONE)
    chromium.run("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert chromium.run("return [document.documentElement.scrollWidth, innerWidth]") == [PHONE, PHONE]
    if name in ("en", "zh"):
        wider = "return [...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth).length"
        assert chromium.run(wider) >= 2
        chromium.run("document.querySelector('.learners button.name').click()")
        assert chromium.run("const d = document.getElementById('learner'); return d.scrollWidth - d.clientWidth") == 0


def test_on_a_phone_a_chinese_heading_takes_one_line(chromium: Browser, pages: dict[str, Path]) -> None:
    chromium.open(pages["zh"], PHONE)
    script = """
    return [...document.querySelectorAll(".named th.number button.sort")].map(button => {
      const text = document.createRange();
      text.selectNodeContents(button.lastChild); // not the sign before it
      return new Set([...text.getClientRects()].filter(box => box.width > 1).map(box => Math.round(box.top))).size;
    });
    """
    lines = chromium.run(script)
    assert len(lines) == 9
    assert set(lines) == {1}


@pytest.mark.parametrize("table", ["exercises", "checks", "learners"])
def test_on_a_phone_the_name_of_a_row_stays_visible(chromium: Browser, pages: dict[str, Path], table: str) -> None:
    chromium.open(pages["zh"], PHONE)
    script = """
    const frame = document.querySelector(`[aria-labelledby="${arguments[0]}-caption"]`);
    frame.scrollIntoView({ behavior: "instant" });
    frame.scrollLeft = 10000;
    return [frame.scrollLeft, [...frame.querySelectorAll("tr")].slice(0, 3).map(row => {
      const box = row.cells[0].getBoundingClientRect();
      let alone = box.left >= 0;
      for (let x = box.left + 2; x < box.right - 2; x += 5)
        for (let y = box.top + 2; y < box.bottom - 2; y += 5)
          alone &&= row.cells[0].contains(document.elementFromPoint(x, y)); // nothing shines through
      return alone;
    })];
    """
    moved, visible = chromium.run(script, table)
    assert moved > 50
    assert visible == [True] * 3


def test_the_page_opens_all_details_for_printing_and_closes_them_again(
    chromium: Browser, pages: dict[str, Path]
) -> None:
    chromium.open(pages["en"])
    closed = "document.querySelectorAll('details:not([open])').length"
    before = chromium.run(f"return {closed}")
    chromium.run(f"addEventListener('beforeprint', () => {{ window.left = {closed} }})")
    paper = chromium.print_pdf()
    assert paper.startswith(b"%PDF-")
    assert paper.count(b"/Type /Page\n") >= 4
    assert (before > 3, chromium.run("return window.left"), chromium.run(f"return {closed}")) == (True, 0, before)


def test_a_long_conversation_does_not_leave_a_printed_page_half_empty(
    chromium: Browser, pages: dict[str, Path]
) -> None:
    chromium.open(pages["en"])
    page_counts = []
    for rule in ("", ".mistakes > li { break-inside: avoid }", ".mistakes > li { break-inside: auto !important }"):
        style = "const s = new CSSStyleSheet(); s.replaceSync(arguments[0]); document.adoptedStyleSheets = [s];"
        chromium.run(style, f"@media print {{ .talk {{ height: 150mm }} {rule} }}")
        page_counts.append(chromium.print_pdf().count(b"/Type /Page\n"))
    assert page_counts[0] == page_counts[2] < page_counts[1]


def test_the_page_can_be_read_without_its_script(chromium: Browser, pages: dict[str, Path]) -> None:
    chromium.call_devtools("Emulation.setScriptExecutionDisabled", value=True)
    try:
        chromium.open(pages["en"])
        assert chromium.driver.find_element("css selector", "noscript p").is_displayed()
        assert chromium.driver.find_elements("css selector", "table.learners button") == []
        assert "learner-0001" in chromium.driver.find_element("css selector", "table.learners").text
    finally:
        chromium.call_devtools("Emulation.setScriptExecutionDisabled", value=False)


@pytest.mark.parametrize(
    ("name", "width", "dark"),
    [("en", 1200, False), ("en", PHONE, True), ("zh", 1200, True), ("roster", 1200, False), ("empty", 1200, False)],
)
def test_the_page_has_no_accessibility_fault(
    chromium: Browser, pages: dict[str, Path], name: str, width: int, dark: bool
) -> None:
    chromium.open(pages[name], width, dark)
    chromium.run("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert chromium.accessibility_faults() == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_results_of_a_learner_have_no_accessibility_fault(
    chromium: Browser, pages: dict[str, Path], dark: bool
) -> None:
    chromium.open(pages["en"], dark=dark)
    chromium.run("document.querySelector('.learners button.name').click()")
    assert chromium.accessibility_faults() == []
