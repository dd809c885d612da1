"""What can be chosen of an export beside its format and its documents."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.errors import PipelineError


@dataclass(frozen=True)
class Options:
    """Of chunks, in code points: the most that one may have, and how much of a divided one the next repeats."""

    max_characters: int = 1500
    overlap: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.overlap < self.max_characters:
            raise PipelineError(
                f"export: chunks of {self.max_characters} characters with an overlap of {self.overlap}; give at least"
                " one character, and an overlap that is shorter than a chunk"
            )
