"""The ground on which hostile programs are tried: a copy of the course with canaries, and doors that nobody may reach."""

import compileall
import contextlib
import os
import secrets
import select
import shutil
import socket
import tempfile
import threading
from pathlib import Path
from typing import Self

REPO = Path(__file__).resolve().parents[2]
COPIED = ("grader", "solutions", "exercises")
EVIDENCE = b"BROKE OUT"  # what a program says where it succeeds


class Ground:
    """One copy of the course, one set of doors. `with` removes it all."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="socket-course-hostile-"))
        self.root.chmod(0o755)
        self.course = self.root / "course"
        self.drop = self.root / "drop"
        self.canary = f"canary-{secrets.token_hex(8)}"
        self._doors = Doors(self.root / "door", f"socket-course-hostile-{secrets.token_hex(8)}")

    def __enter__(self) -> Self:
        ignored = shutil.ignore_patterns("__pycache__", "accepted", "wrong", "near", "shortcut")
        for name in COPIED:
            shutil.copytree(REPO / name, self.course / name, ignore=ignored)
        for place in ("grader/canary.txt", "grader/suites/12_client/canary.txt", "solutions/canary.txt"):
            (self.course / place).write_text(f"{self.canary} in {place}\n" * 3)
        compileall.compile_dir(self.course / "grader", quiet=2)
        self.drop.mkdir(mode=0o777)
        self._doors.open()
        return self

    def __exit__(self, *_: object) -> None:
        self._doors.close()
        shutil.rmtree(self.root)

    def known(self, result: Path, folder: Path) -> dict[str, str]:
        """What a program is told: it may know the machine as well as its owner does."""
        return {
            "CANARY": self.canary[:-1],  # a program that prints its own text has not found it
            "COURSE": str(self.course),
            "DROP": str(self.drop),
            "RESULT": str(result),
            "FOLDER": str(folder),
            "PORT": str(self._doors.port),
            "SOCKET": str(self._doors.path),
            "ABSTRACT": self._doors.name,
        }

    def leaked(self, data: bytes) -> list[str]:
        """What of the grader's, or of a success, stands in what came out of a grading."""
        found = []
        if self.canary.encode() in data:
            found.append("a canary")
        if EVIDENCE in data:
            found.append("it says that it succeeded")
        return found

    def dropped(self) -> list[str]:
        """What programs left in a folder that they had no business with."""
        return sorted(os.listdir(self.drop))

    @property
    def name(self) -> str:
        """A name that is this ground's alone."""
        return self._doors.name

    def visits(self) -> int:
        """How often somebody came through a door since it was asked last."""
        return self._doors.count()


class Doors:
    """Services of this machine: TCP and UDP on both loopbacks, a Unix socket with a path and one with a name."""

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name
        self.port = 0
        self._sockets: list[socket.socket] = []
        self._visits = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def open(self) -> None:
        """Open them all."""
        self._add(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0))
        self.port = self._sockets[0].getsockname()[1]
        self._add(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", self.port))
        with contextlib.suppress(OSError):  # no IPv6 here
            self._add(socket.AF_INET6, socket.SOCK_STREAM, ("::1", self.port))
        self._add(socket.AF_UNIX, socket.SOCK_STREAM, str(self.path))
        os.chmod(self.path, 0o777)
        self._add(socket.AF_UNIX, socket.SOCK_STREAM, f"\0{self.name}")
        self._thread.start()

    def _add(self, family: int, kind: int, address: object) -> None:
        made = socket.socket(family, kind)
        made.bind(address)  # type: ignore[arg-type]
        if kind == socket.SOCK_STREAM:
            made.listen(50)
        made.setblocking(False)
        self._sockets.append(made)

    def _serve(self) -> None:
        while not self._over.is_set():
            for ready in select.select(self._sockets, [], [], 0.1)[0]:
                with contextlib.suppress(OSError):
                    if ready.type == socket.SOCK_STREAM:
                        ready.accept()[0].close()
                    else:
                        ready.recv(100)
                    self._visits += 1

    def count(self) -> int:
        """How many came since it was asked last."""
        seen, self._visits = self._visits, 0
        return seen

    def close(self) -> None:
        """Close them all."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()
        for each in self._sockets:
            each.close()
