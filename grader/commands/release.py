"""`release`: make the learners' repository, or an autograder. A command for teachers only."""

import shlex
from pathlib import Path

import click
import msgspec

from grader.course import catalogue
from grader.course.exercise import Exercise
from grader.model.errors import UsageError
from grader.release import classroom50, gradescope, place, plan, repository
from grader.release.changes import Kept
from grader.release.plan import Lang, ReleasePlan
from grader.release.repository import Release
from grader.storage import atomic
from grader.texts import language
from grader.texts.language import _


def _speak(_context: click.Context, _parameter: click.Parameter, lang: Lang | None) -> Lang | None:
    language.choose(lang)
    return lang


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
@click.option("--only", metavar="LIST", help="Release these exercises alone, such as 01,03,05-08 ('all' for all).")
@click.option("--name", help="The title of the pages (else the course's own).")
@click.option("--lang", type=click.Choice(language.LANGUAGES), callback=_speak, help="The language of README.md.")
@click.option("--course", "repo", metavar="OWNER/REPO", help="The repository whose workflow tries the checks on push.")
@click.option("--ref", help="The branch, tag or commit of that repository (else main).")
@click.option(
    "--fail-under",
    type=click.IntRange(min=0),
    metavar="N",
    help="A push with fewer points is red (else one with fewer than the last green one).",
)
@click.option("--with-solutions", is_flag=True, help="Add the solutions, for `compare` (not remembered).")
@click.option(
    "--gradescope", "archive", type=click.Path(path_type=Path), metavar="FILE", help="Write an autograder's zip file."
)
@click.option(
    "--classroom50", "bundle", type=click.Path(path_type=Path), metavar="DIR", help="Write an autograder's bundle."
)
def release(
    folder: Path | None,
    only: str | None,
    name: str | None,
    lang: Lang | None,
    repo: str | None,
    ref: str | None,
    fail_under: int | None,
    with_solutions: bool,
    archive: Path | None,
    bundle: Path | None,
) -> None:
    """Make the learners' repository in DIR, or update the one that is there; its options are remembered in it."""
    if folder is None and archive is None and bundle is None:
        raise UsageError(_("name a folder for the learners' repository, such as ../socket-course-for-learners"))
    if with_solutions and folder is None:
        raise UsageError(_("--with-solutions puts them into the learners' repository; name its folder"))
    earlier = check_places(folder, archive, bundle)
    given = {"only": only, "name": name, "lang": lang, "course": repo, "ref": ref, "fail_under": fail_under}
    changed = {key: value for key, value in given.items() if value is not None}
    must_name_the_course(earlier, repo)
    wanted = plan.check_plan(msgspec.structs.replace(earlier, **changed))
    exercises = plan.choose_exercises(wanted, catalogue.load())
    must_have_hidden_checks(exercises)
    plan.must_be_reachable(wanted, exercises)
    if folder is not None:
        had_solutions = place.has_solutions(folder)
        write_release(folder, exercises, repository.build_repository(wanted, exercises, with_solutions))
        if had_solutions and not with_solutions:
            click.echo(_("the solutions were taken out; --with-solutions keeps them in"))
        for key in sorted(set(ReleasePlan.__struct_fields__) - set(changed)):
            if (kept := getattr(wanted, key)) != getattr(ReleasePlan(), key):
                option = f"--{key.replace('_', '-')}"
                click.echo(_("as course.json there says: {option} {value}").format(option=option, value=kept))
        click.echo(_("try it: cd {folder} && nox -s grade").format(folder=shlex.quote(str(folder))))
    if archive is not None:
        atomic.write(gradescope.build_autograder(wanted, exercises), archive)
        click.echo(_("{path}: an autograder for Gradescope, with the checks on push").format(path=archive))
    if bundle is not None:
        write_release(bundle, exercises, classroom50.build_bundle(wanted, exercises))


def check_places(folder: Path | None, archive: Path | None, bundle: Path | None) -> ReleasePlan:
    """The plan of the existing release, else the default plan. UsageError before anything is written."""
    earlier = [
        place.must_fit(each, kind)
        for each, kind in ((folder, place.LEARNERS), (bundle, place.GRADERS))
        if each is not None
    ]
    for private in (archive, bundle):
        if private is not None:
            place.must_stay_private(private, folder)
    if archive is not None:
        atomic.can_write(archive)
    return next((each.plan for each in earlier if each is not None), ReleasePlan())


def must_name_the_course(earlier: ReleasePlan, repo: str | None) -> None:
    """UsageError where only the folder's manifest names the grading workflow: a learner could have written it."""
    if earlier.course and repo is None:
        said = _(
            "course.json there has {course} try the checks on push; say --course {course} to keep that, or another"
        )
        raise UsageError(said.format(course=earlier.course))


def must_have_hidden_checks(exercises: list[Exercise]) -> None:
    """UsageError where this copy lacks hidden checks: it is a learner's copy, or damaged."""
    lacking = [each.id for each in exercises if each.held_back]
    if lacking:
        said = _("this copy lacks the checks on push of {name}; make the release from the teacher's whole copy")
        raise UsageError(said.format(name=lacking[0]))


def write_release(folder: Path, exercises: list[Exercise], made: Release) -> None:
    """Write a release into its folder, and print what was done."""
    version, done = made.manifest.version, place.bring(folder, made.files, made.manifest)
    said = _("{folder}: release {version}; exercises: {count}, files written: {put}, removed: {removed}")
    if not done.put and not done.removed:
        said = _("{folder}: release {version}; exercises: {count}, nothing had to be written")
    click.echo(said.format(folder=folder, version=version, count=len(exercises), put=done.put, removed=done.removed))
    for each in done.kept:
        click.echo(kept_line(each))


def kept_line(kept: Kept) -> str:
    """The line for a file that was kept."""
    if kept.beside:
        said = _("kept: {path}, which was changed here; the new one is {beside}")
        return said.format(path=kept.path, beside=kept.beside)
    return _("kept: {path}, which was changed here; the release no longer has it").format(path=kept.path)
