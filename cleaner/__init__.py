"""Repairs the damage that scraping, PDF extraction and OCR do to running text, and shows it.

>>> from cleaner import clean
>>> repair = clean("It will continue tdeployingtroops.")
>>> repair.text
'It will continue deploying troops.'
>>> [(edit.start, edit.end, edit.code, edit.safety.label) for edit in repair.edits]
[(17, 33, 'W402', 'safe')]
>>> repair.revert() == repair.source
True
"""

from functools import lru_cache
from typing import Unpack

from cleaner.config import Config, Options
from cleaner.edit import Edit, Repair, Safety
from cleaner.engine import Cleaner
from cleaner.errors import CleanerError

__all__ = ["Cleaner", "CleanerError", "Config", "Edit", "Repair", "Safety", "clean"]
__version__ = "0.1.0"


def clean(text: str, **options: Unpack[Options]) -> Repair:
    """Repair one text. Options are the fields of `Config`; see there.

    For many texts build a `Cleaner` once: it remembers what it has judged.

    >>> clean("a &lt; b").text, clean("a &lt; b", trust="suggested").text
    ('a &lt; b', 'a < b')
    """
    return _cleaner(Config().merged(**options)).clean(text)


_cleaner = lru_cache(maxsize=8)(Cleaner)
