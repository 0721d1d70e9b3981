"""Draw the pictures of the README from the seed article: real output, nothing is painted in.

python docs/picture.py

`diff.svg` is what `cleaner diff` shows, `review.svg` what `cleaner review --all` asks, `page.png` the
page of `cleaner diff --format html` in Chromium, decided in part.
"""

import asyncio
import io
import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.terminal_theme import MONOKAI

from cleaner import Cleaner
from cleaner.files import Document
from cleaner.report import Result
from cleaner.report.html import page, rows_by_document
from cleaner.report.terminal import print_diff
from cleaner.review import Session
from cleaner.screen import Reviewer

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

from browser import FLAGS, chromium  # noqa: E402

CLEANER = Cleaner()
NAMES = {rule.code: rule.name for rule in CLEANER.rules}
TEXT = (HERE.parent / "seeds" / "article.dirty.txt").read_text("utf-8")
RESULT = Result("article.txt", CLEANER.clean(TEXT))


def diff() -> str:
    """The SVG of the diff."""
    console = Console(
        record=True,
        width=108,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        highlight=False,
    )
    print_diff([RESULT], NAMES, console)
    svg = console.export_svg(title="cleaner diff article.txt", theme=MONOKAI, unique_id="cleaner")
    return _without_fonts(svg)


async def review() -> str:
    """The SVG of the review, at its third question."""
    session = Session([(Path("article.txt"), Document(None, TEXT, "utf-8"), RESULT)], everything=True)
    app = Reviewer(session, NAMES)
    app.title = "cleaner review --all article.txt"
    async with app.run_test(size=(100, 22)) as pilot:
        await pilot.press("y", "y")
        return _without_fonts(re.sub(r"terminal-\d+", "terminal", app.export_screenshot()))


def report(to: Path, scheme: str = "light") -> None:
    """The PNG of the page, two edits accepted, one rejected."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "report.html"
        whole = page(rows_by_document([RESULT]), NAMES, "Repairs in article.txt")
        path.write_text("".join(whole), "utf-8")
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        tab = browser.new_page(viewport={"width": 1180, "height": 900}, color_scheme=scheme)
        tab.goto(path.as_uri())
        for key in "aar":
            tab.keyboard.press(key)
        tab.evaluate("scrollTo(0, 0)")
        tab.screenshot(path=to)
        browser.close()


def _without_fonts(svg: str) -> str:
    """Fonts are those of the reader: nothing is fetched."""
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


if __name__ == "__main__":
    (HERE / "diff.svg").write_text(diff(), "utf-8")
    (HERE / "review.svg").write_text(asyncio.run(review()), "utf-8")
    report(HERE / "page.png")
