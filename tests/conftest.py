"""Hypothesis must not time single examples: the first one that meets the gap model loads it."""

from browser import MISSING
from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_terminal_summary(terminalreporter):
    """Say it loudly where the browser tests were left out; a `s` among dots is overlooked."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any(MISSING in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(MISSING, yellow=True, bold=True)
