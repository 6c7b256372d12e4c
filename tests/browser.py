"""A real browser, headless, with an empty profile of its own, driven by WebDriver.

Where there is none a test is skipped with the reason; with CHROMIUM_REQUIRED=1 it fails instead. The same holds for
axe-core, which looks for what keeps people out of a page.
"""

import base64
import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pytest
from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.keys import Keys

from tests.npm import installed

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# No sandbox: Chromium has none for root, and it opens nothing but our own page. The rest keeps it from calling home.
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync --disable-default-apps"
).split()
PACKAGES = ("axe-core@4",)
GRAVE = ("serious", "critical")
WIDE, PHONE = 1200, 320  # pixels


@dataclass(frozen=True)
class Browser:
    """A browser with one window."""

    driver: Chrome

    def open(self, page: Path, width: int = WIDE, dark: bool = False) -> None:
        """Open a file; what was said and asked for before is forgotten."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width == PHONE}
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.tell("Emulation.setDeviceMetricsOverride", **size)
        self.tell(
            "Emulation.setEmulatedMedia", features=[scheme, {"name": "prefers-reduced-motion", "value": "reduce"}]
        )
        self.driver.get("about:blank")
        self.said()
        self.asked()
        self.driver.get(page.as_uri())

    def tell(self, command: str, **words: object) -> Any:
        """A command of the DevTools protocol."""
        return self.driver.execute_cdp_cmd(command, words)

    def run(self, script: str, *words: object) -> Any:
        """Run a script in the page."""
        return self.driver.execute_script(script, *words)

    def said(self) -> list[str]:
        """What stands in the console since the last look: errors, warnings, refusals of the page's policy."""
        return [entry["message"] for entry in self.log("browser")]

    def asked(self) -> list[str]:
        """Every address that was asked for since the last look."""
        events = [json.loads(entry["message"])["message"] for entry in self.log("performance")]
        asked = [each["params"] for each in events if each["method"] == "Network.requestWillBeSent"]
        return [each["request"]["url"] for each in asked]

    def log(self, kind: str) -> list[dict[str, Any]]:
        """One of the browser's logs since the last look."""
        found: list[dict[str, Any]] = self.driver.get_log(kind)  # type: ignore[no-untyped-call]
        return found

    def press(self, *keys: str) -> None:
        """Press keys, wherever the focus is."""
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)

    def tab_to(self, what: str) -> None:
        """Go on by the tabulator key until a control that matches a selector has the focus."""
        for _ in range(400):
            self.press(Keys.TAB)
            if self.run("return document.activeElement.matches(arguments[0])", what):
                return
        pytest.fail(f"the keyboard does not reach {what}")

    def printed(self) -> bytes:
        """The page as it is printed, a PDF."""
        return base64.b64decode(self.tell("Page.printToPDF")["data"])

    def faults(self) -> list[str]:
        """The serious and critical faults that axe-core finds in the page as it stands."""
        folder = installed("axe-core", PACKAGES, missing)
        self.run((folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
        found = self.driver.execute_async_script(
            "const done = arguments[0]; axe.run().then(each => done(each.violations), error => done(String(error)))"
        )
        assert isinstance(found, list), found
        grave = [each for each in found if each["impact"] in GRAVE]
        return [
            f"{each['id']}: {node['html'][:200]}: {node['failureSummary']}" for each in grave for node in each["nodes"]
        ]


@contextlib.contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """A browser with an empty profile."""
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    driver = shutil.which("chromedriver")
    if program is None or driver is None:
        missing("there is no Chromium with chromedriver on this machine")
    options = Options()
    options.binary_location = program
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "localhost,127.0.0.1")  # the driver listens on loopback
        try:
            made = Chrome(options=options, service=Service(driver))
        except WebDriverException as error:
            missing(f"Chromium does not start: {str(error.msg).splitlines()[0]}")
        try:
            made.set_script_timeout(60)
            yield Browser(made)
        finally:
            made.quit()


def missing(reason: str) -> NoReturn:
    """Skip, or fail where the browser must be there."""
    if os.environ.get("CHROMIUM_REQUIRED"):
        pytest.fail(f"{reason}, and CHROMIUM_REQUIRED is set")
    pytest.skip(reason)
