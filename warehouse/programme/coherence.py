"""Whether the entries of a definition fit each other: every name that is used is declared, once."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from warehouse.programme.indicator import Alternative, Indicator, Row
from warehouse.programme.lists_coherence import lists_incoherences
from warehouse.programme.model import Programme
from warehouse.programme.records_coherence import records_incoherences

Incoherence = tuple[tuple[Any, ...], str]


def incoherences(programme: Programme) -> list[Incoherence]:
    """Return (place in the definition, sentence) for every name that is unknown, doubled or of a mixed basis."""
    found: list[Incoherence] = []
    checks = (
        _rows, _mixed_bases, _identities, _requirements, _doubled, _years, _limits, records_incoherences, lists_incoherences,
    )  # fmt: skip
    for check in checks:
        found.extend(check(programme))
    return found


def _rows(programme: Programme) -> Iterator[Incoherence]:
    known = programme.rows_by_key
    for i, indicator in enumerate(programme.indicators):
        for place, row in _placed(i, indicator):
            names = [*row.parts, *([row.within] if row.within else [])]
            names += [row.ratio.of, row.ratio.to] if row.ratio else []
            yield from _unknown(place, names, known)
        if indicator.growth:
            yield from _unknown(("indicators", i, "growth", "of"), [indicator.growth.of], known)


def _mixed_bases(programme: Programme) -> Iterator[Incoherence]:
    basis = {row.row: table.basis for _, table, row in programme.rows()}
    for i, indicator in enumerate(programme.indicators):
        for place, row in _placed(i, indicator):
            ratio = row.ratio
            if ratio is None or ratio.mixes_bases or basis.get(ratio.of) == basis.get(ratio.to):
                continue
            yield (
                place,
                (
                    f"{row.row} は {basis.get(ratio.of)} と {basis.get(ratio.to)} を混ぜています。"
                    f"様式どおりなら mixes_bases: true と書いてください / {row.row} mixes two base dates; declare mixes_bases: true where the form does so"
                ),
            )


def _identities(programme: Programme) -> Iterator[Incoherence]:
    for i, identity in enumerate(programme.identities):
        yield from _unknown(("identities", i), [identity.left, *identity.right], programme.rows_by_key)


def _requirements(programme: Programme) -> Iterator[Incoherence]:
    items = [indicator.item for indicator in programme.indicators]
    for i, requirement in enumerate(programme.requirements):
        place = ("requirements", i)
        yield from _unknown((*place, "item"), [requirement.item], items)
        yield from _unknown((*place, "tested_on"), [requirement.tested_on], programme.rows_by_key)
        for j, alternative in enumerate(requirement.alternatives):
            yield from _unknown((*place, "alternatives", j), _rows_of(alternative), programme.rows_by_key)


def _rows_of(alternative: Alternative) -> list[str]:
    if alternative.share:
        return [alternative.share.of, alternative.share.to]
    return [alternative.growth_of or ""]


def _doubled(programme: Programme) -> Iterator[Incoherence]:
    lists: dict[str, list[str]] = {
        "indicators": [indicator.item for indicator in programme.indicators],
        "rules": [rule.id for rule in programme.rules],
        "requirements": [requirement.id for requirement in programme.requirements],
        "identities": [identity.id for identity in programme.identities],
        "calendar": [entry.id for entry in programme.calendar],
    }
    for name, ids in lists.items():
        for key, count in Counter(ids).items():
            if count > 1:
                yield (name, len(ids) - 1), f"「{key}」が{count}回書かれています / '{key}' stands {count} times"
    rows = Counter(row.row for _, _, row in programme.rows())
    measures = Counter(row.measure for _, _, row in programme.rows())
    for key, count in (rows + measures).items():
        if count > 1:
            yield ("indicators",), f"行「{key}」が{count}回書かれています / the row '{key}' stands {count} times"


def _years(programme: Programme) -> Iterator[Incoherence]:
    for place, (year, following) in enumerate(pairwise(programme.fiscal_years), 1):
        if following != year + 1:
            yield (
                ("years", place),
                f"{year}年度の次に{following}年度が書かれています。1年ずつ順に書いてください / FY{following} stands after FY{year}: write the years in order, each once",
            )


def _limits(programme: Programme) -> Iterator[Incoherence]:
    for name, entries in (("rules", programme.rules), ("identities", programme.identities)):
        for place, entry in enumerate(entries):
            if entry.from_fy is not None and entry.until_fy is not None and entry.until_fy < entry.from_fy:
                yield (
                    (name, place),
                    f"「{entry.id}」は{entry.from_fy}年度から{entry.until_fy}年度まで、と逆に書かれています / '{entry.id}' ends (until_fy {entry.until_fy}) before it begins (from_fy {entry.from_fy})",
                )


def _placed(number: int, indicator: Indicator) -> Iterator[tuple[tuple[Any, ...], Row]]:
    for t, table in enumerate(indicator.tables):
        for r, row in enumerate(table.rows):
            if isinstance(row, Row):
                yield ("indicators", number, "tables", t, "rows", r), row


def _unknown(place: tuple[Any, ...], names: Iterable[str], known: Iterable[str]) -> Iterator[Incoherence]:
    known = list(known)
    for name in names:
        if name in known:
            continue
        near = difflib.get_close_matches(name, known, 1)
        hint = f"（もしかして {near[0]}） (did you mean {near[0]}?)" if near else ""
        yield place, f"「{name}」は定義にありません{hint} / '{name}' is not defined"
