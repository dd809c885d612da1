"""A document with its changes in place as one page for the browser: no script, nothing loaded, light and dark.

Removed and inserted text are `del` and `ins`, so that screen readers tell them; the table of rules leads to the first
edit of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from pipeline.cleaning.rules import described
from pipeline.document import Cleaned
from pipeline.explain import FOLDED, Explanation, Piece, counts, fold, title, visible

# Family: colour on light ground, on dark ground; each has a contrast of 4.5 and more.
COLOURS = {
    "letters": ("#00666e", "#5cd6e0"),
    "spacing": ("#595959", "#a6a6a6"),
    "furniture": ("#8a2be2", "#cda4ff"),
    "markup": ("#0b57d0", "#8ab4f8"),
    "callouts": ("#b3261e", "#ff9a91"),
    "notes": ("#a3195b", "#ff8fc0"),
    "hyphens": ("#1b6b2f", "#7fd895"),
    "paragraphs": ("#6b5300", "#d8bd62"),
    "words": ("#9a4200", "#ffb27a"),
}
STYLE = """
:root { color-scheme: light dark; %s }
@media (prefers-color-scheme: dark) { :root { %s } }
body { font: 1.05rem/1.6 Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  background: Canvas; color: CanvasText }
.text { white-space: pre-wrap; overflow-wrap: anywhere }
table { border-collapse: collapse; font: .9rem/1.4 system-ui, sans-serif }
th, td { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0 }
td.count { text-align: right }
caption { text-align: left; font-weight: bold }
del, ins, small, mark { color: var(--c); background: none }
del { text-decoration: line-through }
ins { text-decoration: underline; font-weight: bold }
small, mark { font: .8em system-ui, sans-serif }
mark { outline: 1px dashed; padding: 0 .2em; color: inherit }
details, summary { display: inline }
:target { outline: 3px solid; outline-offset: 2px }
.skip { position: absolute; left: -99rem }
.skip:focus { position: static }
%s
"""


def page(name: str, cleaned: Cleaned) -> Iterator[str]:
    """The page in pieces; `name` is what the document is called."""
    yield from _head(name)
    yield from _legend(cleaned)
    explanation, seen = Explanation(cleaned), set[str]()
    yield '<main id="text">\n<section aria-labelledby="body"><h2 id="body">Body</h2>\n<div class="text">'
    yield from (_shown(piece, seen) for piece in explanation.pieces(0))
    yield "</div></section>\n"
    for note in cleaned.notes:
        name = f"part-{note.part}"
        yield f'<section aria-labelledby="{name}"><h2 id="{name}" tabindex="-1">{_safe(title(note))}</h2>\n'
        yield '<div class="text">'
        yield from (_shown(piece, seen) for piece in explanation.pieces(note.part))
        yield "</div></section>\n"
    yield "</main>\n</body>\n</html>\n"


def _head(name: str) -> Iterator[str]:
    light, dark = (" ".join(f"--{family}: {pair[n]};" for family, pair in COLOURS.items()) for n in (0, 1))
    families = "\n".join(f".{family} {{ --c: var(--{family}) }}" for family in COLOURS)
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{_safe(name)}, explained</title>\n<style>{STYLE % (light, dark, families)}</style>\n</head>\n"
    yield f'<body>\n<a class="skip" href="#text">To the text</a>\n<h1>{_safe(name)}</h1>\n'


def _legend(cleaned: Cleaned) -> Iterator[str]:
    found = counts(cleaned)
    yield '<nav aria-label="Rules">\n<table><caption>Edits by rule</caption>\n'
    yield '<thead><tr><th scope="col">rule</th><th scope="col">edits</th><th scope="col">repairs</th></tr></thead>\n'
    for rule, count in found:
        link = f'<a class="{rule.partition(".")[0]}" href="#{rule}">{rule}</a>'
        yield f'<tr><th scope="row">{link}</th><td class="count">{count}</td><td>{_safe(described(rule).repairs)}</td>'
        yield "</tr>\n"
    link = '<a href="#doubts">doubts</a>' if cleaned.doubts else "doubts"
    yield f'<tr><th scope="row">{link}</th><td class="count">{len(cleaned.doubts)}</td>'
    yield "<td>Seen, and left as it was</td></tr>\n</table>\n</nav>\n"


def _shown(piece: Piece, seen: set[str]) -> str:
    if piece.kind == "same":
        return _safe(piece.before, staying=True)
    if piece.kind == "doubt":
        anchors = _anchors(["doubts"], seen)
        return f'{anchors}<mark title="{piece.rules[0]}">{_safe(f"{piece.before}: {piece.remark}")}</mark>'
    if piece.kind == "gap":
        return _remark(piece, "notes")
    named = f'class="{piece.family}" title="{", ".join(piece.rules)}"'
    told = f'class="{piece.family}"' if piece.before else named
    inserted = f"<ins {told}>{_safe(piece.after)}</ins>" if piece.after else ""
    feeds = "\n" * piece.after.count("\n")
    return _anchors(piece.rules, seen) + _removed(piece, named) + _remark(piece, piece.family) + inserted + feeds


def _removed(piece: Piece, named: str) -> str:
    """Removed text; a long block is folded, and opens."""
    whole = f"<del {named}>{_safe(piece.before)}</del>" if piece.before else ""
    if len(piece.before) <= FOLDED:
        return whole
    return f"<details><summary><del {named}>{_safe(fold(piece.before))}</del></summary> {whole} </details>"


def _remark(piece: Piece, family: str) -> str:
    if not piece.remark:
        return ""
    said = _safe(piece.remark)
    link = said if piece.part is None else f'<a class="{family}" href="#part-{piece.part}">{said}</a>'
    return f'<small class="{family}"> [{link}] </small>'


def _anchors(rules: Iterable[str], seen: set[str]) -> str:
    """Where the table of rules leads to, in front of the first edit of each."""
    first = [rule for rule in rules if rule not in seen]
    seen.update(first)
    return "".join(f'<span id="{rule}" tabindex="-1"></span>' for rule in first)


def _safe(text: str, staying: bool = False) -> str:
    return escape(visible(text, staying))
