"""Draw `docs/diff.svg`: what `cleaner diff` shows of the seed article, as a terminal has it.

python docs/picture.py
"""

import io
import re
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI

from cleaner import Cleaner
from cleaner.report import Result
from cleaner.report.terminal import print_diff

HERE = Path(__file__).parent


def picture() -> str:
    """The SVG of the diff; fonts are those of the reader, nothing is fetched."""
    console = Console(
        record=True,
        width=108,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        highlight=False,
    )
    cleaner = Cleaner()
    text = (HERE.parent / "seeds" / "article.dirty.txt").read_text("utf-8")
    names = {rule.code: rule.name for rule in cleaner.rules}
    print_diff([Result("article.txt", cleaner.clean(text))], names, console)
    svg = console.export_svg(title="cleaner diff article.txt", theme=MONOKAI, unique_id="cleaner")
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


if __name__ == "__main__":
    (HERE / "diff.svg").write_text(picture(), "utf-8")
