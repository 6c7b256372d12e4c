"""The target of hostile programs: a copy of the course with canary texts, and services that they must not reach."""

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
EVIDENCE = b"BROKE OUT"  # printed by a program that succeeds


class Target:
    """One copy of the course and one set of services. The end of `with` removes them."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="socket-course-hostile-"))
        self.root.chmod(0o755)
        self.course = self.root / "course"
        self.drop = self.root / "drop"
        self.canary = f"canary-{secrets.token_hex(8)}"
        self._services = Services(self.root / "service", f"socket-course-hostile-{secrets.token_hex(8)}")

    def __enter__(self) -> Self:
        ignored = shutil.ignore_patterns("__pycache__", "accepted", "wrong", "near", "shortcut")
        for name in COPIED:
            shutil.copytree(REPO / name, self.course / name, ignore=ignored)
        for place in ("grader/canary.txt", "grader/suites/12_client/canary.txt", "solutions/canary.txt"):
            (self.course / place).write_text(f"{self.canary} in {place}\n" * 3)
        compileall.compile_dir(self.course / "grader", quiet=2)
        self.drop.mkdir(mode=0o777)
        self._services.open()
        return self

    def __exit__(self, *_: object) -> None:
        self._services.close()
        shutil.rmtree(self.root)

    def placeholders(self, result: Path, folder: Path) -> dict[str, str]:
        """Values for the placeholders in the programs: an attacker may know all paths and ports of the machine."""
        return {
            "CANARY": self.canary[:-1],  # without the last character: printing its own source is not a leak
            "COURSE": str(self.course),
            "DROP": str(self.drop),
            "RESULT": str(result),
            "FOLDER": str(folder),
            "PORT": str(self._services.port),
            "SOCKET": str(self._services.path),
            "ABSTRACT": self._services.name,
        }

    def find_leaks(self, data: bytes) -> list[str]:
        """Canary texts and messages of success in the output of a grading."""
        found = []
        if self.canary.encode() in data:
            found.append("a canary")
        if EVIDENCE in data:
            found.append("it printed that it succeeded")
        return found

    def marks(self) -> list[str]:
        """Names of the files that programs wrote into the folder @DROP@."""
        return sorted(os.listdir(self.drop))

    @property
    def name(self) -> str:
        """A unique name of this target."""
        return self._services.name

    def take_visits(self) -> int:
        """Number of connections and datagrams to the services since the last call."""
        return self._services.take_visits()


class Services:
    """Services on this machine: TCP and UDP on both loopback addresses, Unix sockets with a path and an abstract name."""

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name
        self.port = 0
        self._sockets: list[socket.socket] = []
        self._visits = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def open(self) -> None:
        """Open all services."""
        self._add(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0))
        self.port = self._sockets[0].getsockname()[1]
        self._add(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", self.port))
        with contextlib.suppress(OSError):  # a machine without IPv6
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

    def take_visits(self) -> int:
        """Number of connections and datagrams since the last call."""
        seen, self._visits = self._visits, 0
        return seen

    def close(self) -> None:
        """Close all services."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()
        for each in self._sockets:
            each.close()
