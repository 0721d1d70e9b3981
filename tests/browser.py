"""A real Chromium for tests: which one, and how it is started. Nothing is downloaded."""

import os
import shutil

FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
MISSING = (
    "no Chromium: the page of `diff --format html` was NOT tested; install it "
    "(on Debian: apt-get install chromium) or name one in the variable CHROMIUM"
)


def chromium():
    """The path of the browser, or None."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
