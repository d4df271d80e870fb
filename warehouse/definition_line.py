"""Where the definition says what a printed number is: file and line, the line itself, and its source in the form guide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

from warehouse.definition import files_in_force
from warehouse.ledger import LINES
from warehouse.programme import Programme
from warehouse.programme.part import Source
from warehouse.read import Row
from warehouse.workspace import Workspace

OF_REQUIREMENT = ("share", "margin", "missing")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the definition. `text` is the line as written, `source` the place in the form guide that it follows."""

    of: str
    label_ja: str
    label_en: str
    file: str
    line: int
    text: str
    source: str
    verified: bool


class Lines:
    """The lines of a workspace's definition, found by what they define; `rulings` (rows of `out.answer`) are notes of its rows."""

    def __init__(self, workspace: Workspace, rulings: Sequence[Row] = ()) -> None:
        self.workspace = workspace
        self._rulings = rulings
        self.programme: Programme = workspace.programme

    def of(self, formula: str, facts: Sequence[str]) -> list[dict[str, object]]:
        """Return the lines behind a formula and its facts' keys, each once: the formula's own first."""
        found = [*self._of_formula(formula), *(line for fact in facts for line in self._of_fact(fact))]
        return [asdict(line) for line in dict.fromkeys(found)]

    def _of_formula(self, formula: str) -> Iterator[Line]:
        name, _, of = formula.partition(":")
        if name == "ratio":
            yield from self._row(of)
        elif name == "ceiling":
            taper = self.programme.budget.taper
            yield from self._line("years", of, f"{of}年度の逓減の率", f"taper of FY{of}", taper.source, taper.verified)
        elif name in OF_REQUIREMENT:
            asked, _, alternative = of.partition(".")
            for each in self.programme.requirements:
                if each.id == asked:
                    yield from self._line(
                        "requirements", each.id, each.text.ja, each.text.en, each.source, each.verified
                    )
                    for way in each.alternatives:
                        if way.id == alternative:
                            verified = each.verified and way.verified
                            yield from self._line(
                                "requirements", way.id, way.ja, way.en, each.source, verified, each.id
                            )

    def _of_fact(self, fact: str) -> Iterator[Line]:
        university, row, _, column = fact.split("/")
        if university == "MONEY":
            yield from self._money(row, column)
        elif university == "COURSE":
            yield from self._course(row)
        else:
            yield from self._row(row)

    def _row(self, key: str) -> Iterator[Line]:
        item = key.partition(".")[0]
        for indicator in self.programme.indicators:
            if indicator.item != item:
                continue
            row = next((row for _, row in indicator.rows() if row.row == key), None)
            growth = indicator.growth if indicator.growth and indicator.growth.row == key else None
            if row or growth:
                ja, en = (row.label, row.en) if row else ("令和5年度比", growth.en if growth else "")
                yield from self._line("indicators", key, ja, en, indicator.source, indicator.verified)
            else:  # an own indicator: declared by the plan
                ja, en = indicator.title.ja, indicator.title.en
                yield from self._line("indicators", indicator.id, ja, en, indicator.source, indicator.verified)

        yield from (_ruling(each) for each in self._rulings if each["row"] == key and each["is_in_force"])

    def _money(self, row: str, column: str) -> Iterator[Line]:
        category_id, _, line_id = row.partition(".")
        for each in self.programme.budget.columns:
            if each.id == column:
                yield from self._line("budget", column, each.ja, each.en, None, True)
        for each in self.programme.budget.actuals:
            if each.id == column:
                yield from self._line("budget", column, each.ja, each.en, None, True)
        for category in self.programme.budget.categories:
            if category.id == category_id:
                leaf = next((line for line in category.lines if line.id == line_id), category)
                yield from self._line("budget", leaf.id, leaf.label, leaf.en, None, True)

    def _course(self, row: str) -> Iterator[Line]:
        _, list_id, _, column_id = row.split(".")
        for courses in self.programme.form.course_lists:
            for column in courses.columns:
                if courses.id == list_id and column.id == column_id:
                    yield from self._line("form", column.id, f"{courses.heading}　{column.head}", column.id, None, True)

    def _line(
        self, stem: str, key: str, ja: str, en: str, source: Source | None, verified: bool, after: str = ""
    ) -> Iterator[Line]:
        """Yield the line of an entry; of several with its id, the first one after the entry `after`."""
        for place, number in self.programme.lines.items():
            file, _, named = place.partition(":")
            if named == key and (file == f"{stem}.yaml" or file.startswith(f"{stem}/")):
                number = self._after(file, number, key, after)
                text = self._files[file][number - 1].strip() if file in self._files else ""
                yield Line(key, ja, en, file, number, text, str(source or ""), verified)
                return

    def _after(self, file: str, number: int, key: str, after: str) -> int:
        """The line of an id that several entries carry (growth, share): the first one after the entry it belongs to."""
        start = self.programme.lines.get(f"{file}:{after}") if after else None
        if start is None or file not in self._files:
            return number
        rest = enumerate(self._files[file][start:], start=start + 1)
        return next((at for at, text in rest if f"id: {key}," in text or text.strip().endswith(f"id: {key}")), number)

    @cached_property
    def _files(self) -> dict[str, list[str]]:
        files = files_in_force(self.workspace)
        return {name: content.decode("utf-8").splitlines() for name, content in files.items()}


def _ruling(ruling: Row) -> Line:
    """Return a ruling as a line of the definition: it stands in the log, at the number of its entry."""
    day, who = ruling["valid_from"], " ".join(part for part in (ruling["post"], ruling["who"]) if part)
    source = f"質問 {ruling['question']}、{who}" if ruling["question"] else who
    return Line(
        ruling["row"], f"裁定（{day}から）「{ruling['text']}」", f"ruling (from {day}) '{ruling['text']}'", LINES, ruling["number"],
        ruling["text"], source, True,
    )  # fmt: skip
