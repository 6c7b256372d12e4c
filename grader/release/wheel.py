"""Build the grader as a wheel, without network and without a build tool.

Source: the Python packaging user guide, "Binary distribution format" and "Core metadata specifications".

The wheel's version contains a hash of its content (`0.1.0+h3f2a...`), so that pip reinstalls it after any change, and
an update is a new file beside the old one.
"""

import base64
import hashlib
from collections.abc import Iterable, Sequence

from grader.release import archive
from grader.release.source import File, Project

WHEELS = "wheels"  # their folder in a release
DIGITS = 12  # of the hash; enough to distinguish the releases of a course


def build_wheel(project: Project, files: Sequence[File], licence: bytes | None) -> File:
    """Make a wheel of these files, whose paths begin with the package's name."""
    version = f"{project.version}+h{digest_of([*files, *metadata(project, '', licence)])}"
    inside = [*files, *metadata(project, version, licence)]
    record = File(f"{folder(project, version)}/RECORD", record_of(inside, f"{folder(project, version)}/RECORD"))
    name = f"{project.name.replace('-', '_')}-{version}-py3-none-any.whl"
    return File(f"{WHEELS}/{name}", archive.zipped([*inside, record]))


def digest_of(files: Iterable[File]) -> str:
    """The first digits of a hash over paths and contents."""
    lines = sorted(f"{file.sha256} {file.path}\n" for file in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:DIGITS]


def folder(project: Project, version: str) -> str:
    """The `.dist-info` folder of a wheel."""
    return f"{project.name.replace('-', '_')}-{version}.dist-info"


def metadata(project: Project, version: str, licence: bytes | None) -> list[File]:
    """The files of the `.dist-info` folder, without RECORD."""
    info = folder(project, version)
    lines = [
        "Metadata-Version: 2.4",
        f"Name: {project.name}",
        f"Version: {version}",
        f"Summary: {project.summary}",
        *([f"License-Expression: {project.licence}"] if project.licence else []),
        *(["License-File: LICENSE"] if licence is not None else []),
        f"Requires-Python: {project.python}",
        *(f"Requires-Dist: {each}" for each in project.dependencies),
    ]
    tags = ["Wheel-Version: 1.0", f"Generator: {project.name}", "Root-Is-Purelib: true", "Tag: py3-none-any"]
    scripts = ["[console_scripts]", *(f"{name} = {where}" for name, where in project.scripts)]
    return [
        as_file(f"{info}/METADATA", lines),
        as_file(f"{info}/WHEEL", tags),
        as_file(f"{info}/entry_points.txt", scripts),
        *([File(f"{info}/licenses/LICENSE", licence)] if licence is not None else []),
    ]


def as_file(path: str, lines: Iterable[str]) -> File:
    """A text as a file."""
    return File(path, "".join(f"{line}\n" for line in lines).encode())


def record_of(files: Iterable[File], own: str) -> bytes:
    """RECORD: all files with their sizes and hashes (URL-safe base64 without padding); RECORD itself has neither."""
    digests = ((file, base64.urlsafe_b64encode(hashlib.sha256(file.data).digest())) for file in files)
    lines = [f"{file.path},sha256={digest.decode().rstrip('=')},{len(file.data)}" for file, digest in digests]
    return "".join(f"{line}\n" for line in [*lines, f"{own},,"]).encode()
