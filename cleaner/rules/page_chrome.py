"""What surrounds the text of a web page: menus, link lists, teasers, forms, footers.

A scraper that keeps all words of a page keeps a hundred short lines for ten of text. Each line is
scored by named features: what it is (a listed phrase, its length, its end, capitals, marks), where it
stands (its block between two lines of prose, the lines around it, the stretch that holds most of the
prose), whether the page says it again and whether the prose tells of the same. The features that decided
are told. Such lines are told by likelihood, so all is suggested.

Evidence that there is a web page at all: at least 8 lines, and of them 3, and one in 50, are phrases
of page furniture. Without it nothing is touched.

Left alone: what is not likely enough to surround the text; texts, lists, poems and tables without
page furniture among them; headings and short lines within prose.

Source: `dictionaries/en/layout.tsv`, rules fitted on 364 web pages. Measured with the phrases
of `boilerplate` on each fifth of them by the rules of the other four: of the lines taken between the
first line of the article and the last .96 are none of its own on news pages, .89 on others.
"""

from collections.abc import Iterator

from cleaner.edit import Edit, Safety
from cleaner.rule import Page, PageRule, Stage

_MENU = "Skip to content\nHome\nNews\nSports\nOpinion\nSubscribe\nLog in\nFacebook\nTwitter\n"
_HEAD = "The bridge stays closed\nMay 3, 2021\n"
_TEXT = """\
The council of the town met on Monday evening to talk about the bridge, which has been closed since the \
flood of last spring.
Several of the members said that they would not vote for a new one as long as nobody could tell what it \
was going to cost.
The mayor answered that a report would be ready by the end of the month, and that it would be sent to \
all who had asked for it.
"""
_FOOT = (
    "3 Comments\nShare on Facebook\nMost Popular\nAbout Us\nContact Us\nAdvertise\nCareers\n"
    "Privacy Policy\nTerms of Use\n© 2021 Example Media. All rights reserved.\n"
)
_POEM = (
    "A wind that comes by night\nAnd goes before the day\nHas put the lamp alight\nAnd taken it away\n"
)


class PageChrome(PageRule):
    """Menus, link lists and footers around the text of a web page."""

    code = "L304"
    stage = Stage.LINES
    lifts = frozenset({"identifier", "url", "domain", "email", "handle", "hashtag", "path"})
    repairs = ()
    suggests = ((_MENU + _HEAD + _TEXT + _FOOT, _HEAD + _TEXT),)
    leaves = (
        _TEXT,
        _POEM * 3,
        "Shopping\n- milk\n- bread\n- butter\n- eggs\n- tea\n- salt\n- rice\n",
        "HAMLET\nNo.\nHORATIO\nYes.\nHAMLET\nWhere?\nHORATIO\nHere.\nHAMLET\nWhen?\nHORATIO\nNow.\n",
        "Home\nNews\nWe came home.",
    )

    def wakes(self, page: Page) -> bool:
        """Whether the page has lines enough."""
        return len(page.lines) > 7

    def find(self, page: Page) -> Iterator[Edit]:
        """Edits of the lines that are none of the text."""
        places = {place.line: place for place in page.vocabulary.surroundings(page.lines)}
        for index, start, before in page.removals(list(places)):
            place = places[index]
            yield self.edit(
                start,
                before,
                "",
                f"surrounds the text: {', '.join(place.reasons)}",
                confidence=place.probability,
                safety=Safety.SUGGESTED,
            )
