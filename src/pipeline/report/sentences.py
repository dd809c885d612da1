"""The sentence that a stretch of a paragraph stands in."""

from __future__ import annotations

import re

AROUND = 300  # code points on either side in which the sentence is looked for

# A sentence ends at . ! ? … behind two letters or figures, so not at initials, where a capital or figure follows.
_BEGINS = re.compile(r"""[^\W_]{2}[”"’)\]]*[.!?…]+[”"’)\]]*\s+(?=[“"‘(\[]*[^\W_a-zа-яё])""")
_ENDS = re.compile(r"""(?<=[^\W_]{2})[”"’)\]]*[.!?…]+[”"’)\]]*(?=\s+[“"‘(\[]*[^\W_a-zа-яё]|\s*$)""")


def around(before: str, after: str) -> tuple[str, str]:
    """What of the text before and behind a stretch is in its sentence; `…` stands where it was cut.

    >>> around("It was late. Then J. V. ", " left. Nobody")
    ('Then J. V. ', ' left.')
    """
    begin = 0
    for found in _BEGINS.finditer(before):
        begin = found.end()
    end = _ENDS.search(after)
    head, tail = before[begin:], after[: end.end()] if end else after
    if not begin and len(before) >= AROUND:
        head = "… " + head.partition(" ")[2]
    return head, tail if end or len(after) < AROUND else tail.rpartition(" ")[0] + " …"
