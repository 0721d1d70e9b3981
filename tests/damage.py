"""Texts for the laws: arbitrary ones, and prose with damage of every kind in it."""

from hypothesis import strategies as st

PIECES = (
    "It will continue tdeployingtroops.",
    "TThismove may include more.",
    "a 240-millimeter rocket",
    "0 Comments",
    "Share on Facebook",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "  ",
    "for exam-\nple in this",
    "He won-\n\n12\n\ndered, complain- ing of his PARLIA-\nMENT",
    "an eﬃcient ﬁeld",
    "cafÃ© itâ€™s",
    "Marks &amp; Spencer",
    "&lt;b&gt;",
    "&amp;amp;",
    "zero\u200bwidth of\u200bthe",
    "soft\u00adhyphen",
    "\ufeff",
    "\x00",
    "at the end.The next day",
    "The head of thestate spoke.",
    "isnotsurprising",
    "`code TThis`",
    "```\nTThis move\n```\n",
    "https://example.org/TThis",
    "naïve “quoted” — text…",
    "\udce9",
    "Photo: Jane Doe",
    "$TThis$",
    "cleaner: off\n",
    "cleaner: on\n",
    "€",
    "Ã",
    "-",
)

texts = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=14).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join),
)
