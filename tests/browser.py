"""Drive a headless Chromium with an empty profile by WebDriver.

Without Chromium, or without axe-core (which checks a page's accessibility), a test is skipped with the reason; with
CHROMIUM_REQUIRED=1 it fails instead.
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

from tests.npm import install_packages

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# --no-sandbox: Chromium's sandbox does not work for root, and the only page is our own. Most other flags prevent requests
# to the network.
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync --disable-default-apps"
).split()
PACKAGES = ("axe-core@4",)
FAILING_IMPACTS = ("serious", "critical")  # of axe-core's violations
WIDE, PHONE = 1200, 320  # width in pixels


@dataclass(frozen=True)
class Browser:
    """A browser with one window."""

    driver: Chrome

    def open(self, page: Path, width: int = WIDE, dark: bool = False) -> None:
        """Open a file, and discard earlier console messages and requests."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width == PHONE}
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call_devtools("Emulation.setDeviceMetricsOverride", **size)
        self.call_devtools(
            "Emulation.setEmulatedMedia", features=[scheme, {"name": "prefers-reduced-motion", "value": "reduce"}]
        )
        self.driver.get("about:blank")
        self.console_messages()
        self.requested_urls()
        self.driver.get(page.as_uri())

    def call_devtools(self, command: str, **parameters: object) -> Any:
        """Run a command of the DevTools protocol."""
        return self.driver.execute_cdp_cmd(command, parameters)

    def run(self, script: str, *arguments: object) -> Any:
        """Run a script in the page."""
        return self.driver.execute_script(script, *arguments)

    def console_messages(self) -> list[str]:
        """Console messages since the last call: errors, warnings, violations of the content security policy."""
        return [entry["message"] for entry in self.read_log("browser")]

    def requested_urls(self) -> list[str]:
        """URLs of all requests since the last call."""
        events = [json.loads(entry["message"])["message"] for entry in self.read_log("performance")]
        requests = [each["params"] for each in events if each["method"] == "Network.requestWillBeSent"]
        return [each["request"]["url"] for each in requests]

    def read_log(self, kind: str) -> list[dict[str, Any]]:
        """Entries of one of the browser's logs since the last call."""
        found: list[dict[str, Any]] = self.driver.get_log(kind)  # type: ignore[no-untyped-call]
        return found

    def press(self, *keys: str) -> None:
        """Send keys to the focused element."""
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)

    def tab_to(self, selector: str) -> None:
        """Press the tabulator key until an element that matches the CSS selector has the focus."""
        for _ in range(400):
            self.press(Keys.TAB)
            if self.run("return document.activeElement.matches(arguments[0])", selector):
                return
        pytest.fail(f"the keyboard does not reach {selector}")

    def print_pdf(self) -> bytes:
        """The printed page, as PDF."""
        return base64.b64decode(self.call_devtools("Page.printToPDF")["data"])

    def accessibility_faults(self) -> list[str]:
        """The serious and critical violations that axe-core finds in the current state of the page."""
        folder = install_packages("axe-core", PACKAGES, skip_or_fail)
        self.run((folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
        found = self.driver.execute_async_script(
            "const done = arguments[0]; axe.run().then(each => done(each.violations), error => done(String(error)))"
        )
        assert isinstance(found, list), found
        failing = [each for each in found if each["impact"] in FAILING_IMPACTS]
        return [
            f"{each['id']}: {node['html'][:200]}: {node['failureSummary']}"
            for each in failing
            for node in each["nodes"]
        ]


@contextlib.contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """A browser with an empty profile."""
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    driver = shutil.which("chromedriver")
    if program is None or driver is None:
        skip_or_fail("there is no Chromium with chromedriver on this machine")
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
            skip_or_fail(f"Chromium does not start: {str(error.msg).splitlines()[0]}")
        try:
            made.set_script_timeout(60)
            yield Browser(made)
        finally:
            made.quit()


def skip_or_fail(reason: str) -> NoReturn:
    """Skip the test; fail it if CHROMIUM_REQUIRED is set."""
    if os.environ.get("CHROMIUM_REQUIRED"):
        pytest.fail(f"{reason}, and CHROMIUM_REQUIRED is set")
    pytest.skip(reason)
