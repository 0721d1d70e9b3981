"""How large the HTML report of many edits is, and how fast it answers in a real Chromium.

python benchmarks/page.py [EDITS]     # 10,000 if not told otherwise

The text is made up: sentences with the damage of many rules, drawn with a fixed seed, in files of some
hundred edits. Times are from the event to the painted frame, the greatest of five.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from browser import FLAGS, chromium
from playwright.sync_api import sync_playwright

from cleaner import Cleaner
from cleaner.report import Result
from cleaner.report.html import page, rows_by_document

DAMAGED = (
    "It will continue tdeployingtroops and equipment along the northern road.",
    "TThismove may include a 240-millimeter rocket and two others.",
    "At the end of the day he left.The next morning he came back to us.",
    "The house , which stood by the river, was sold to the respon sibility of others.",
    "An eﬃcient ﬁeld of the Marks &amp; Spencer company was shown in Zürich.",
    "She said that the head of thestate had been there – before the war.",
)
WHOLE = (
    "Nothing is wrong with this sentence, and so it stays exactly as it was written.",
    "The committee met on Thursday, heard three witnesses, and adjourned until the spring.",
)
FILTERS = {
    "text, common": ("text", "the"),
    "text, rare": ("text", "rocket"),
    "text, none": ("text", "zzz"),
    "rule": ("rule", "U501"),
    "file": ("file", "17"),
    "confidence": ("least", "0.99"),
    "tier": ("tier", "suggested"),
    "nothing": ("text", ""),
}
ANSWER = """([id, value]) => new Promise((done) => {
    for (const input of document.querySelectorAll('.filters input, .filters select')) input.value = '';
    const began = performance.now();
    document.getElementById(id).value = value;
    document.getElementById(id).dispatchEvent(new Event('input'));
    document.body.getBoundingClientRect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
})"""


def texts(edits):
    """Results until they hold so many edits and suggestions."""
    draw, cleaner, found, number = random.Random(8), Cleaner(), 0, 0
    while found < edits:
        lines = [draw.choice(DAMAGED if draw.random() < 0.7 else WHOLE) for _ in range(200)]
        result = Result(f"corpus/part-{number:04}.txt", cleaner.clean("\n".join(lines)))
        yield result
        found += len(result.findings())
        number += 1


def main():
    """Print the figures."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    results = list(texts(wanted))
    began = time.perf_counter()
    whole = "".join(page(rows_by_document(results), {})).encode()
    made = time.perf_counter() - began
    edits = sum(len(result.findings()) for result in results)
    print(f"{edits:,} edits, {len(whole) / 1e6:.2f} MB, made in {made:.2f} s")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "report.html"
        path.write_bytes(whole)
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        tab = browser.new_page()
        began = time.perf_counter()
        tab.goto(path.as_uri())
        tab.wait_for_selector(".edit")
        print(f"{'load':<16}{(time.perf_counter() - began) * 1000:6.0f} ms")
        for name, (field, value) in FILTERS.items():
            times = [tab.evaluate(ANSWER, [field, value]) for _ in range(5)]
            print(f"{name:<16}{max(times):6.0f} ms   {tab.inner_text('#status')}")
        for name, button in {
            "accept all": "#accept-shown",
            "undo": "#undo",
            "next page": "#next",
        }.items():
            ms = tab.evaluate(
                """(button) => { const began = performance.now();
                document.querySelector(button).click(); document.body.getBoundingClientRect();
                return performance.now() - began; }""",
                button,
            )
            print(f"{name:<16}{ms:6.0f} ms")
        browser.close()


if __name__ == "__main__":
    main()
