"""The pages of rules: what each did, where, its plain cases and its most doubtful ones."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import NamedTuple

from pipeline.edits import Edit
from pipeline.explain import fold, visible
from pipeline.report.names import rule_page
from pipeline.report.rows import DocumentRows
from pipeline.report.site import Site

AROUND = 60  # code points of raw text on either side of an example
OF_A_DOCUMENT = 3  # examples of a kind that one document may give to a rule
SHOWN = 24
FREQUENT = 15
_BLANKS = re.compile(r"\s+")
SHORT = 40  # code points; longer changes are not counted as the same ones coming back


class Example(NamedTuple):
    """An edit or a doubt in its raw context; `why` is empty for an edit that the rule made alone."""

    document_id: str
    before: str
    removed: str
    inserted: str
    after: str
    why: str


class Rulebook:
    """What is collected of every rule while the documents go by."""

    def __init__(self) -> None:
        self.documents = defaultdict[str, Counter[str]](Counter)
        self.doubts = Counter[str]()
        self._changes = defaultdict[str, Counter[tuple[str, str]]](Counter)
        self._plain = defaultdict[str, list[Example]](list)
        self._met = defaultdict[str, list[Example]](list)
        self._doubted = defaultdict[str, list[Example]](list)

    def add(self, rows: DocumentRows) -> None:
        """One document."""
        seen = Counter[tuple[str, str]]()
        shapes = set[tuple[str, str, str]]()
        for edits in rows.edits.values():
            for edit in edits:
                self._edit(rows, edit, seen, shapes)
        for doubt in rows.doubts:
            self.doubts[doubt.rule] += 1
            if len(self._doubted[doubt.rule]) < SHOWN:
                self._doubted[doubt.rule].append(
                    _example(rows, doubt.raw_start, doubt.raw_end, doubt.text, None, doubt.why)
                )

    def write(self, site: Site, titles: dict[str, str]) -> None:
        """A page for every rule, and their table."""
        for rule in site.rules:
            changes = [(visible(b), visible(a), n) for (b, a), n in self._changes[rule].most_common(FREQUENT) if n > 1]
            site.page(
                f"rules/{rule_page(rule)}.html",
                "rule.html",
                rule=site.rule(rule),
                edits=self.documents[rule].total(),
                documents=self.documents[rule].most_common(20),
                spread=len(self.documents[rule]),
                changes=changes,
                plain=self._plain[rule][:SHOWN],
                doubtful=[*self._doubted[rule], *self._met[rule]][:SHOWN],
                doubts=self.doubts[rule],
                titles=titles,
            )
        rows = [(site.rule(r), self.documents[r].total(), len(self.documents[r]), self.doubts[r]) for r in site.rules]
        site.page("rules/index.html", "rules.html", rules=rows)

    def _edit(
        self, rows: DocumentRows, edit: Edit, seen: Counter[tuple[str, str]], shapes: set[tuple[str, str, str]]
    ) -> None:
        others = ", ".join(edit.rules)
        for rule in edit.rules:
            self.documents[rule][rows.document.document_id] += 1
            if len(edit.before) <= SHORT:
                self._changes[rule][edit.before, edit.after] += 1
            kind = "plain" if len(edit.rules) == 1 else "met"
            shape = (rule, edit.before, edit.after)
            kept = (self._plain if kind == "plain" else self._met)[rule]
            if seen[rule, kind] < OF_A_DOCUMENT and len(kept) < SHOWN and shape not in shapes:
                seen[rule, kind] += 1
                shapes.add(shape)
                why = "" if kind == "plain" else f"one change of several rules: {others}"
                kept.append(_example(rows, edit.raw_start, edit.raw_end, edit.before, edit.after, why))


def _example(rows: DocumentRows, start: int, end: int, told: str, inserted: str | None, why: str) -> Example:
    """An edit, or a doubt (`inserted` None), which is shown as its raw text."""
    before, after = rows.raw[max(start - AROUND, 0) : start], rows.raw[end : end + AROUND]
    if start > AROUND:
        before = "… " + before.partition(" ")[2]
    if end + AROUND < len(rows.raw):
        after = after.rpartition(" ")[0] + " …"
    if inserted is None:
        removed = shown = visible(rows.raw[start:end], staying=True)
    else:
        removed, shown = visible(fold(told)), visible(inserted) if inserted.strip(" ") else inserted
    return Example(rows.document.document_id, _context(before), removed, shown, _context(after), why)


def _context(text: str) -> str:
    """Raw text beside an example: one blank for any, as HTML would show it, and no controls."""
    return visible(_BLANKS.sub(" ", text), staying=True)
