"""Names across scripts, romanisations and languages: parsed, compared, blocked.

`parse` finds the parts of a name; `compare` says whether two names are written for one person, organisation, place or
term, with a score and reasons; `keys` gives blocks in which equal names meet; `agree` compares part by part.
"""

from __future__ import annotations

from pipeline.names.agreement import Agreement, agree, differ
from pipeline.names.parsing import Name, parse
from pipeline.names.verdict import Verdict, compare, keys

__all__ = ["Agreement", "Name", "Verdict", "agree", "compare", "differ", "keys", "parse"]
