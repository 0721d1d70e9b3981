"""Spans that no rule may touch: what looks damaged in them is meant so.

The guard is asked only about edits that were proposed, so clean text never pays for it. Fences and
the user's regions span lines and are found once a page; what may hold blanks is found line by line
and remembered; what holds none is looked for in the tokens that an edit touches. A rule may lift a
kind of protection for itself (`Rule.lifts`), never the user's own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from cleaner.marks import ALL, marked

if TYPE_CHECKING:
    from cleaner.edit import Edit


class Span(NamedTuple):
    """A protected stretch `start:end` of a text, and the kind of thing it is."""

    start: int
    end: int
    kind: str


# Top-level domains that are no English words: `troops.in` and `so.it` are lost blanks.
_DOMAINS = (
    "com|org|net|edu|gov|mil|io|dev|app|info|biz|co|uk|de|fr|es|nl|ch|eu|ca|au|jp|cn|ru|br|kr|tv|ai"
)
_FILES = (
    "py|js|ts|jsx|tsx|rs|go|java|c|h|cpp|hpp|cs|rb|php|sh|bat|ps1|sql|html?|css|xml|json|jsonl|ya?ml"
    "|toml|ini|cfg|conf|lock|md|rst|txt|csv|tsv|log|pdf|docx?|xlsx?|pptx?|png|jpe?g|gif|svg|mp[34]"
    "|zip|t?gz|bz2|xz|zst|parquet|exe|dll|so|whl|ipynb|tex|bib"
)

# Spans that may hold blanks are looked for in the whole line, and only in a line with one of these.
_SPANNING_MARKS = re.compile(r"[`<$\\]|ISBN")
# Order matters in both: the first alternative that matches at a position wins, so wholes stand
# before their parts (a URL before the domain, the path and the identifiers in it).
_SPANNING = re.compile(
    r"""
      (?P<code> (?<!`) (?P<tick>`+) (?!`) .{1,1000}? (?<!`) (?P=tick) (?!`) )
    | (?P<isbn> \b ISBN (?:-1[03])? :? \s* [\dXx][\dXx\ -]{8,16} )
    | (?P<markup> </?[A-Za-z][^<>]*> | <!--.{0,2000}?--> )
    | (?P<latex> (?<![\\$\w]) \$ (?=\S) [^$]{1,300}? (?<=\S) \$ (?![\d$])
               | \$\$ .{1,2000}? \$\$ | \\\( .{1,2000}? \\\) | \\\[ .{1,2000}? \\\]
               | \\[A-Za-z]+ \*? (?: \[[^][]*\] | \{[^{}]*\} )* )
    """,
    re.VERBOSE,
)
_CHUNK = re.compile(
    rf"""
      (?P<url> \b [A-Za-z][A-Za-z0-9+.-]{{1,15}} :// [^\s<>"]+ | \b (?:mailto|doi|urn) : [^\s<>"]+
             | \b www\. [^\s<>"]+ )
    | (?P<email> (?<![\w.+-]) [\w.+-]+ @ [\w-]+ (?: \.[\w-]+ )+ )
    | (?P<doi> \b 10\.\d{{4,9}} / [^\s<>"]+ )
    | (?P<markup> \]\( [^()\s]* \) )
    | (?P<path> (?<![\w.]) (?: [A-Za-z]:\\ | \\\\ ) [^\s"<>|]+
              | (?<![\w/.]) (?: ~ | \.{{1,2}} )? / [\w.@+-]+ (?: / [\w.@+-]+ )+ /?
              | (?<![\w/.]) (?: ~ | \.{{1,2}} ) / [\w.@+-]+ /?
              | (?<![\w.@+/-]) (?: [\w.@+-]+ / )* [\w@+-][\w.@+-]* \. (?:{_FILES}) (?!\w) )
    | (?P<domain> (?<![\w.-]) (?: [\w-]+ \. )+ (?:{_DOMAINS}) (?![\w-]) (?: / [^\s<>"]* )? )
    | (?P<handle> (?<![\w@]) @ \w[\w.-]* )
    | (?P<hashtag> (?<![\w&]) \# \w+ )
    | (?P<hash> (?<![\w-]) (?: [0-9a-fA-F]{{8}} (?: -[0-9a-fA-F]{{4}} ){{3}} -[0-9a-fA-F]{{12}}
              | (?=[0-9a-f]*[0-9]) (?=[0-9a-f]*[a-f]) [0-9a-f]{{7,128}} ) (?![\w-]) )
    | (?P<identifier> (?<![\w-]) -{{1,2}} [A-Za-z][\w-]* (?: =\S* )?
              | \$ [A-Za-z_]\w* | (?<!\w) \w+ (?: (?: (?:::|->) \w+ )+ | \(\) )
              | (?<!\w) (?: _* [^\W_]+ (?: _+ [^\W_]+ )+ _* | __ [^\W_]+ __ ) (?!\w)
              | (?<!\w) [^\W\d_]+ \d \w* | (?<!\w) (?: [^\W\d_]+ )? [a-zß-öø-ÿ] [A-Z] \w* )
    """,
    re.VERBOSE,
)
_STRETCH, _MARGIN = 8192, 2048  # of a line that holds a whole book, what is looked at together
_LONGEST_WORD = 60
# Bytes that are no UTF-8 stand in the text as lone surrogates. Two that came together could make a
# character, so nothing next to them is touched either.
_BYTES = re.compile("[\ud800-\udfff]")
_FENCE = re.compile(
    r"^[ \t]*(?:(?:>|[-*+]|\d+[.)])[ \t]+)*(`{3,}(?=[^`\n]*$)|~{3,}(?![^\n]*~))([^\n]*)$", re.MULTILINE
)
# Indented code behind a blank line, as Markdown and reStructuredText have it. Prose is indented too
# (by pdftotext, say), so one line in three must look like code.
_INDENTED = re.compile(r"(?:^|\n[ \t]*\n)((?:(?: {4}|\t)[^\n]*\S[^\n]*(?:\n(?:[ \t]*\n)*|\Z))+)")
_CODE = re.compile(r"[{}=<>|\\$_]|\(\)|::|^[ \t]*(?:#|//|import |def |>>> )")
_ELEMENT = re.compile(r"<(/?)(pre|code|script|style|kbd|samp|math)\b[^<>]*>", re.IGNORECASE)
_ENVIRONMENT = re.compile(
    r"\\(begin|end)\{((?:equation|align|gather|multline|verbatim|lstlisting|math|displaymath|tabular)\*?)\}"
)


class Guard:
    """The protected spans of one text.

    `protect` are compiled patterns, `keep` the user's own words, in lower case, and `names` the codes
    of rules by their names, which marks in the text may name.

    >>> from cleaner.edit import Edit, Safety
    >>> text = "see https://x.org/tdeploying now"
    >>> Guard(text).blocks(Edit(18, 28, "tdeploying", "deploying", "W4", Safety.SAFE, 1.0, ""))
    'url'
    """

    def __init__(
        self,
        text: str,
        protect: Sequence[re.Pattern[str]] = (),
        keep: frozenset[str] = frozenset(),
        names: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._text = text
        self._keep = keep
        own = (Span(*m.span(), "protect") for p in protect for m in p.finditer(text) if m[0])
        found = (_fences, _indented, _elements, _environments)
        marks: dict[str, list[Span]] = {ALL: []}
        for code, start, end in marked(text, names):
            marks.setdefault(code, []).append(Span(start, end, "ignore"))
        self._blocks = _disjoint(
            [*own, *marks.pop(ALL), *(span for find in found for span in find(text))]
        )
        self._marks = {code: _disjoint(spans) for code, spans in marks.items()}
        self._lines: dict[int, list[Span]] = {}
        self._chunks: dict[tuple[int, int], list[Span]] = {}

    def blocks(self, edit: Edit, lifts: frozenset[str] = frozenset()) -> str:
        """The kind of the first protected span that the edit would touch; empty if there is none.

        An insertion touches a span only from inside.
        """
        if _BYTES.search(self._text, max(0, edit.start - 1), edit.end + 1):
            return "bytes"
        for spans in self._near(edit):
            # The lists are disjoint and sorted: the first span that ends behind the edit's start
            # is found by bisection, also in a line that holds a whole book.
            at = bisect_right(spans, edit.start, key=_end)
            while at < len(spans) and spans[at].start < edit.end:
                if spans[at].kind not in lifts:
                    return spans[at].kind
                at += 1
        return "keep" if self._keep and self._kept(edit) else ""

    def _near(self, edit: Edit) -> Iterator[list[Span]]:
        """The spans of the lines that the edit lies in, and of the tokens that it touches."""
        yield self._blocks
        yield from (spans for code, spans in self._marks.items() if edit.code.startswith(code))
        for start, end in self._stretches(edit):
            if start not in self._lines:
                marked = _SPANNING_MARKS.search(self._text, start, end)
                self._lines[start] = list(_found(_SPANNING, self._text, start, end)) if marked else []
            yield self._lines[start]
            first = self._text.rfind(" ", start, max(start, edit.start)) + 1 or start
            last = self._text.find(" ", edit.end, end)
            chunk = first, end if last < 0 else last
            if chunk not in self._chunks:
                self._chunks[chunk] = list(_found(_CHUNK, self._text, *chunk))
            yield self._chunks[chunk]

    def _stretches(self, edit: Edit) -> Iterator[tuple[int, int]]:
        """The lines that the edit lies in; of a very long line the parts, each seen with its margins."""
        at = self._text.rfind("\n", 0, edit.start) + 1
        while at <= edit.end:
            end = self._text.find("\n", at)
            end = len(self._text) if end < 0 else end
            if end - at <= _STRETCH:
                yield at, end
            else:
                first = at + (edit.start - at) // _STRETCH * _STRETCH
                for start in range(first, min(end, edit.end) + 1, _STRETCH):
                    yield max(at, start - _MARGIN), min(end, start + _STRETCH + _MARGIN)
            at = end + 1

    def _kept(self, edit: Edit) -> bool:
        """Whether a word of the user's own would be lost, of which the edit may be only a part."""
        head = self._text[max(0, edit.start - _LONGEST_WORD) : edit.start]
        tail = self._text[edit.end : edit.end + _LONGEST_WORD]
        head = "" if head[-1:].isspace() else "".join(head.split()[-1:])
        tail = "" if tail[:1].isspace() else "".join(tail.split()[:1])
        lost = _forms(head + edit.before + tail) - _forms(head + edit.after + tail)
        return not self._keep.isdisjoint(lost)


def _end(span: Span) -> int:
    return span.end


def _disjoint(spans: list[Span]) -> list[Span]:
    """The spans sorted, those that overlap made one."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start < out[-1].end:
            out[-1] = out[-1]._replace(end=max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


def _forms(text: str) -> set[str]:
    return {chunk.strip(".,;:!?\"'()[]“”‘’").lower() for chunk in text.split()}


def _found(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Span]:
    for m in pattern.finditer(text, start, end):
        yield Span(m.start(), m.end(), m.lastgroup or "")


def _fences(text: str) -> Iterator[Span]:
    """Fenced code as CommonMark has it; a fence that is not closed runs to the end."""
    if "```" not in text and "~~~" not in text:
        return
    start, mark = -1, ""
    for m in _FENCE.finditer(text):
        if start < 0:
            start, mark = m.start(), m[1]
        elif m[1].startswith(mark) and not m[2].strip():
            yield Span(start, m.end(), "fence")
            start = -1
    if start >= 0:
        yield Span(start, len(text), "fence")


def _indented(text: str) -> Iterator[Span]:
    if "    " in text or "\t" in text:
        for m in _INDENTED.finditer(text):
            lines = [line for line in m[1].split("\n") if line.strip()]
            if 3 * sum(1 for line in lines if _CODE.search(line)) >= len(lines):
                yield Span(m.start(1), m.end(1), "code")


def _elements(text: str) -> Iterator[Span]:
    """HTML elements whose content is code, from the opening tag to the next closing one."""
    starts: dict[str, int] = {}
    for m in _ELEMENT.finditer(text) if "</" in text else ():
        name = m[2].lower()
        if not m[1]:
            starts.setdefault(name, m.start())
        elif name in starts:
            yield Span(starts.pop(name), m.end(), "code")


def _environments(text: str) -> Iterator[Span]:
    r"""From each `\begin` of a LaTeX environment of code or formulae to the next `\end` of its name."""
    if "\\begin{" not in text:
        return
    starts: dict[str, int] = {}
    for m in _ENVIRONMENT.finditer(text):
        if m[1] == "begin":
            starts.setdefault(m[2], m.start())
        elif m[2] in starts:
            yield Span(starts.pop(m[2]), m.end(), "latex")
