"""要件: what the plan sets for the last year, how far the judged year is from it, and each alternative's margin."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from reports.content import Block, Cell, Heading, Paragraph, Table, TableRow
from reports.figures import UNDEFINED, Figure, fact_key, of_count, of_points, of_tenths, percent
from reports.material import Material, Party, Row, reiwa
from warehouse.programme.indicator import Requirement

UNVERIFIED = "未確認"
_ROUNDED = "四捨五入後の値でのみ届く"
_WIDTHS = (2.6, 1.0, 1.25, 1.25, 1.5, 1.1)


def requirement_chapter(material: Material) -> Iterator[Block]:
    """Yield, for each 要件, its table of parties and alternatives."""
    last = material.programme.final_fy
    text = f"要件は{last}年度（最終年度）の値について定められている。判定には四捨五入前の値を用いる。"
    if material.last_fy < last:
        text += f"{material.last_fy}年度の実績値については、要件までの差を示す。"
    yield Paragraph((text,))
    for requirement in material.programme.requirements:
        yield Heading(2, f"{requirement.item}) {requirement.text.ja}", f"requirement_{requirement.id}")
        if not requirement.verified:
            yield Paragraph(("基準値は公募要領によるが未確認であるため、判定しない。",), "note")
        yield Table(_WIDTHS, tuple(_rows(material, requirement)), size=8.5)


def _is_last_year(material: Material) -> bool:
    return material.last_fy == material.programme.final_fy


def _rows(material: Material, requirement: Requirement) -> Iterator[TableRow]:
    last = material.programme.final_fy
    heads = ("要件（いずれかを満たす）" if not requirement.by_sgu else "項目", "要件値", f"{reiwa(last)}\n(目標値)",
             f"{reiwa(material.last_fy)}\n(実績値)", "要件までの差", "不足数")  # fmt: skip
    yield TableRow(tuple(Cell((head,), align="center", bold=True) for head in heads), is_head=True)
    for party in material.parties:
        rows = [one for one in material.alternatives
                if one["requirement"] == requirement.id and one["university"] == party.code]  # fmt: skip
        if not rows:
            continue
        name = f"{party.label}：{party.name}" if party.name else party.label
        yield TableRow((Cell((f"{name}　{_verdicts(material, requirement, party)}",), bold=True, span=len(heads)),))
        for alternative in requirement.alternatives:
            of_this = [row for row in rows if row["alternative"] == alternative.id]
            yield _alternative_row(material, party, of_this, alternative.ja)


def _alternative_row(material: Material, party: Party, rows: list[Row], words: str) -> TableRow:
    plan = _of(rows, material.programme.final_fy, "target")
    actual = _of(rows, material.last_fy, "actual")
    any_row = plan or actual or (rows[0] if rows else None)
    threshold = _threshold(any_row)
    return TableRow(
        (
            Cell((words,), indent=1),
            Cell((percent(threshold) if threshold is not None else UNVERIFIED,), align="right"),
            Cell(_share(material, party, plan), align="right"),
            Cell(_share(material, party, actual), align="right"),
            Cell(_distance(material, party, actual, threshold), align="right"),
            Cell(_missing(material, party, actual), align="right"),
        )
    )


def _of(rows: list[Row], fiscal_year: int, kind: str) -> Row | None:
    return next((row for row in rows if row["fiscal_year"] == fiscal_year and row["kind"] == kind), None)


def _threshold(row: Row | None) -> int | None:
    """The threshold in tenths of a per cent."""
    if row is None or row["threshold_numerator"] is None:
        return None
    return int(Fraction(1000 * row["threshold_numerator"], row["threshold_denominator"]))


def _facts(material: Material, row: Row) -> tuple[str, ...]:
    of = fact_key(row["university"], row["of_row"], row["fiscal_year"], row["kind"])
    if row["is_growth"]:
        return (of, fact_key(row["university"], row["to_row"], material.programme.baseline_fy, "baseline"))
    return (of, fact_key(row["university"], row["to_row"], row["fiscal_year"], row["kind"]))


def _name(row: Row) -> str:
    return f"{row['requirement']}_{row['alternative']}"


def _formula(what: str, row: Row) -> str:
    """The figure's formula with the alternative of the 要件 that it reads."""
    return f"{what}:{row['requirement']}.{row['alternative']}"


def _share(material: Material, party: Party, row: Row | None) -> tuple[Figure, ...]:
    if row is None or (row["tenths"] is None and row["numerator"] is None):
        return ()
    facts, formula = _facts(material, row), _formula("share", row)
    return (of_tenths(row["tenths"], party.short, _name(row), row["fiscal_year"], row["kind"], facts, formula),)


def _distance(material: Material, party: Party, row: Row | None, threshold: int | None) -> tuple[Figure | str, ...]:
    if row is None or row["tenths"] is None or threshold is None:
        return (UNDEFINED,) if row is not None and row["numerator"] is not None and threshold is not None else ()
    facts, formula = _facts(material, row), _formula("margin", row)
    margin = of_points(row["tenths"] - threshold, party.short, _name(row), row["fiscal_year"], "margin", facts, formula)
    return (margin, f"\n{_ROUNDED}") if row["is_met_only_rounded"] else (margin,)


def _missing(material: Material, party: Party, row: Row | None) -> tuple[Figure, ...]:
    if row is None or row["missing"] is None:
        return ()
    form_row = material.programme.rows_by_key.get(row["of_row"])
    unit = form_row.unit if form_row else ""
    facts, formula = _facts(material, row), _formula("missing", row)
    return (of_count(row["missing"], unit, party.short, _name(row), row["fiscal_year"], "missing", facts, formula),)


def _verdicts(material: Material, requirement: Requirement, party: Party) -> str:
    rows = [one for one in material.requirements
            if one["requirement"] == requirement.id and one["university"] == party.code]  # fmt: skip
    plan = _of(rows, material.programme.final_fy, "target")
    words = [f"目標値の設定：{_plan_word(plan)}"] if plan else []
    actual = _of(rows, material.last_fy, "actual")
    if actual and _is_last_year(material):
        words.append(f"最終年度の実績：{_verdict(actual)}")
    return f"（{'、'.join(words)}）" if words else ""


def _plan_word(row: Row) -> str:
    if row["is_met"] is None:
        return "判定しない（基準値未確認又は値なし）"
    if row["is_met"]:
        return "要件を満たす"
    return f"要件を満たさない（{_ROUNDED}）" if row["is_met_only_rounded"] else "要件を満たさない"


def _verdict(row: Row) -> str:
    if row["is_met"] is None:
        return "判定しない（基準値未確認又は値なし）"
    if row["is_met"]:
        return "達成"
    return f"未達成（{_ROUNDED}）" if row["is_met_only_rounded"] else "未達成"
