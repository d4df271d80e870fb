"""An example of each rule: what is written in it when the rule is met, and what when it is not, with what is said then.

Examples stand beside a definition (`examples/*.yaml`) and are no part of it: they change no rule and no hash.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from warehouse.programme.part import Part, Severity
from warehouse.programme.yaml_text import parse_yaml


class Change(Part):
    """One thing that is written otherwise than in a sound plan or return: `becomes` in the place of `was`.

    `what`: a value of the form (`value`), the same answered later (`later`), by a desk of its own (`desk`, named in
    `column`), by a 部局 (`part`, named in `column`), or a plan value said in a return (`said_again`); a cell of the cost table
    (`cost`), of a course (`course`), of the cover (`cover`), of an own indicator (`own`); the lines of a 内訳一覧 (`listed`,
    names with 、 between); the reason of a replacement that says `text` (`reason`); the day from which a ruling of the words
    `text` holds (`ruling`); how many courses there are (`courses`), whether a university has own indicators at all
    (`own_indicators`) or has answered (`answer`); a whole CSV that it sends (`file`). A blank `was` or `becomes`: nothing is
    written there.
    """

    what: Literal[
        "value",
        "later",
        "desk",
        "said_again",
        "cost",
        "course",
        "courses",
        "cover",
        "own",
        "own_indicators",
        "answer",
        "file",
        "part",
        "listed",
        "reason",
        "ruling",
    ]
    university: Literal["lead", "partner", "total"] = "lead"
    row: str | None = None
    fiscal_year: int | None = None
    category: str = ""
    line: str = ""
    list: str = "regular"
    column: str | None = None
    was: str | None = None
    becomes: str | None = None
    text: str | None = None


class Finds(Part):
    """Where the finding of an example points, how much it weighs, and by how much the rule is breached (blank: any)."""

    university: Literal["lead", "partner", "total"] | None = None
    row: str | None = None
    severity: Severity
    excess: str | None = None


class Example(Part):
    """What breaches a rule in a plan or in the return of a year, and the sentence that is said then, in both languages."""

    rule: str
    of: Literal["plan", "return"] = "plan"
    fiscal_year: int | None = None
    changes: tuple[Change, ...] = ()
    finds: Finds
    ja: str
    en: str


def load_examples(folder: str | Path) -> dict[str, Example]:
    """Return the example of each rule by its id, in the order of the files; none where a definition has none."""
    found: dict[str, Example] = {}
    for path in sorted((Path(folder) / "examples").glob("*.yaml")):
        entries, _ = parse_yaml(path.read_bytes())
        found |= {each.rule: each for each in (Example.model_validate(entry) for entry in entries or [])}
    return found
