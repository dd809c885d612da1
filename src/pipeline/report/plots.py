"""Plots as SVG for the inside of a page: drawn by Altair, rendered without a browser or a network by vl-convert.

They are drawn in colours that stand for the page's own, so that they follow it from light to dark. The only import of
altair and vl_convert.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

WIDTH = 560  # pixels of the plot's own area
STEP = 19  # pixels of a bar
FONT = "system-ui, sans-serif"

# What Vega is told → what the page calls it.
_INK, _SOFT, _LINE, _BAR = "#010101", "#020202", "#030303", "#040404"
_COLOURS = {_INK: "var(--ink)", _SOFT: "var(--soft)", _LINE: "var(--line)", _BAR: "var(--plot)"}
_SERIES = {f"#0501{n:02d}": f"var(--series-{n})" for n in range(1, 8)}


def bars(rows: Sequence[tuple[str, float]], measure: str, kind: str) -> str:
    """Horizontal bars, longest first, on a scale where small ones can be seen beside large ones; "" for no rows."""
    if not rows:
        return ""
    import altair as alt

    names = [name for name, _ in rows]
    base = alt.Chart(_values({"name": n, "value": v} for n, v in rows)).encode(
        alt.Y("name:N", sort=names, title=None, axis=alt.Axis(labelLimit=220)),
    )
    lengths = alt.X("value:Q", scale=alt.Scale(type="symlog"), axis=None)
    drawn = base.mark_bar(cornerRadiusEnd=2).encode(lengths)
    labels = base.mark_text(align="left", dx=4, color=_SOFT).encode(lengths, text=alt.Text("value:Q", format=",~f"))
    return _svg((drawn + labels).properties(width=WIDTH, height=alt.Step(STEP)), f"Bars: {measure} by {kind}")


def histogram(values: Sequence[float], measure: str, counted: str) -> str:
    """How many documents have how much; "" for fewer than three values, which a table tells better."""
    if len(values) < 3:
        return ""
    import altair as alt

    chart = alt.Chart(_values({"value": v} for v in values)).mark_bar(cornerRadiusTopLeft=2, cornerRadiusTopRight=2)
    drawn = chart.encode(
        alt.X("value:Q", bin=alt.Bin(maxbins=24), title=measure, axis=alt.Axis(format=",~f", labelOverlap="greedy")),
        alt.Y("count()", title=counted, axis=alt.Axis(tickMinStep=1, format="d")),
    )
    return _svg(drawn.properties(width=WIDTH, height=180), f"Histogram: {counted} by {measure}")


def stacked(rows: Sequence[tuple[int, str, float]], along: str, measure: str, kind: str) -> str:
    """Columns divided by kind; "" for no rows."""
    if not rows:
        return ""
    import altair as alt

    kinds = list(dict.fromkeys(kind for _, kind, _ in rows))
    colours = alt.Scale(domain=kinds, range=[list(_SERIES)[n % len(_SERIES)] for n in range(len(kinds))])
    chart = alt.Chart(_values({"along": a, "kind": k, "value": v} for a, k, v in rows)).mark_bar()
    drawn = chart.encode(
        alt.X("along:O", title=along, axis=alt.Axis(labelAngle=0)),
        alt.Y("value:Q", title=measure),
        alt.Color("kind:N", scale=colours, title=kind, sort=kinds),
    )
    columns = len({a for a, _, _ in rows})
    told = f"Columns: {measure} by {along} and {kind}"
    return _svg(drawn.properties(width=min(WIDTH, 60 * columns), height=180), told)


def _values(rows: Any) -> Any:
    import altair as alt

    return alt.InlineData(values=list(rows))


def _svg(chart: Any, told: str) -> str:
    """The chart as an element that screen readers take as one picture, in the page's colours."""
    import altair as alt
    import vl_convert

    text = {"labelFont": FONT, "titleFont": FONT, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"}
    lines = dict.fromkeys(("gridColor", "domainColor", "tickColor"), _LINE)
    axis = {**text, **lines, "labelColor": _INK, "titleColor": _SOFT}
    padding = {"left": 30, "top": 4, "right": 30, "bottom": 4}  # fonts of readers may be wider than those of Vega
    configured = chart.configure(background="transparent", font=FONT, padding=padding).configure_view(stroke=None)
    configured = configured.configure_axis(**axis).configure_legend(**text, labelColor=_INK, titleColor=_SOFT)
    configured = configured.configure_bar(color=_BAR)
    version = ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])
    svg = str(vl_convert.vegalite_to_svg(configured.to_dict(), vl_version=version))
    for drawn, own in (_COLOURS | _SERIES).items():
        svg = svg.replace(drawn, own)
    svg = re.sub(r"<defs>.*?</defs>", "", svg, flags=re.S)  # clips that clip nothing, with numbers that go on
    svg = re.sub(r' clip-path="[^"]*"', "", svg)
    svg = re.sub(r' aria-[a-z]+="[^"]*"| role="[^"]*"', "", svg)  # else a reader is led through every tick
    return svg.replace("<svg ", f'<svg role="img" aria-label="{told}" ', 1)
