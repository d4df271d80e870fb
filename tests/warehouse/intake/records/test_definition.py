"""Each word of records.yaml counts: take any condition away, and the small university's numbers change."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mssql, mysql, oracle, postgresql, sqlite

from tests.warehouse.intake.records.people import HERE, into_database, marked
from warehouse.intake.channel_file import read_channel_file
from warehouse.intake.records.catalogue import DatabaseCatalogue
from warehouse.intake.records.count import Compiled, aggregate, compile_counts
from warehouse.intake.records.mapping import RecordsChannel
from warehouse.intake.records.model import TABLES
from warehouse.intake.records.populations import Definition, definitions, period
from warehouse.intake.records.predicates import Predicates
from warehouse.programme import DefinitionProblems, Programme, load_programme
from warehouse.programme.records import Range, Records, Where


@pytest.fixture(scope="module")
def programme() -> Programme:
    return load_programme("social-impact-type2")


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Connection]:
    engine = sa.create_engine(f"sqlite:///{tmp_path_factory.mktemp('db') / 'gakumu.sqlite'}")
    into_database(engine)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def numbers(
    programme: Programme, records: Records, connection: sa.Connection, changed: str | None = None
) -> dict[str, int]:
    """The number of each row and each doubt; with `changed` only of those that the predicate or row decides about."""
    channel = read_channel_file(HERE / "channel.yaml", RecordsChannel)
    catalogue = DatabaseCatalogue(connection)
    asked = definitions(programme, records, 2026, is_lead=True)
    whole_year = period(2026, on_may1=False)
    asked += [Definition(one.rule, one.of, one.count, one.is_, whole_year, True) for one in records.doubts]
    found = {}
    for definition in asked:
        if changed in (None, definition.row) or changed in all_names(definition.is_, records):
            statement = aggregate(definition, Predicates(records, channel, catalogue, definition.period))
            found[definition.row] = int(connection.execute(statement).scalar_one())
    return found


def all_names(names: tuple[str, ...], records: Records) -> set[str]:
    return set(names).union(*(all_names(records.predicate(name).where.names(), records) for name in names))


def without(where: Where) -> Iterator[tuple[str, Where]]:
    """Yield the mapping without one of its conditions at a time, and what was taken away."""
    for name, test in where.columns.items():
        yield name, where.model_copy(update={"columns": {k: v for k, v in where.columns.items() if k != name}})
        smaller: list[Range | tuple[str, ...]] = []
        if isinstance(test, Range):
            written = [end for end in ("from_", "until", "or_") if getattr(test, end)]
            smaller = [test.model_copy(update={end: None}) for end in written if len(written) > 1]
        elif len(test) > 1:
            smaller = [tuple(word for word in test if word != gone) for gone in test]
        for less in smaller:
            yield f"{name} as {less}", where.model_copy(update={"columns": {**where.columns, name: less}})
    for part in ("is_", "has_no", "any_"):
        for i, gone in enumerate(getattr(where, part)):
            left = tuple(one for j, one in enumerate(getattr(where, part)) if i != j)
            yield f"{part} {gone}", where.model_copy(update={part: left})


def smaller_definitions(records: Records) -> Iterator[tuple[str | None, str, Records]]:
    """Yield (the predicate or row that lost a condition, what it lost, the definition without it)."""
    for i, predicate in enumerate(records.predicates):
        for gone, where in without(predicate.where):
            changed = predicate.model_copy(update={"where": where})
            yield (
                predicate.id,
                gone,
                records.model_copy(
                    update={"predicates": (*records.predicates[:i], changed, *records.predicates[i + 1 :])}
                ),
            )
    for i, count in enumerate(records.counts):
        for gone in count.is_:
            less = count.model_copy(update={"is_": tuple(name for name in count.is_ if name != gone)})
            yield (
                count.row,
                gone,
                records.model_copy(update={"counts": (*records.counts[:i], less, *records.counts[i + 1 :])}),
            )
    for part in ("short_days", "medium_days"):
        for step in (-1, 1):
            stays = records.stay_lengths[0]
            moved = stays.model_copy(update={part: getattr(stays, part) + step})
            yield None, f"{part} {step:+}", records.model_copy(update={"stay_lengths": (moved,)})


def test_every_condition_of_the_definition_decides_about_somebody(
    programme: Programme, connection: sa.Connection
) -> None:
    records = programme.records
    assert records is not None
    right = numbers(programme, records, connection)
    assert right == {key: marked()[key] for key in right}
    needless = []
    for changed, gone, less in smaller_definitions(records):
        found = numbers(programme, less, connection, None if changed in right else changed)
        if all(right[key] == number for key, number in found.items()):
            needless.append(f"{changed}: {gone}")
    assert needless == []


def test_the_definition_asks_for_tables_columns_and_words_of_the_model(programme: Programme) -> None:
    assert programme.records is not None
    for predicate in programme.records.predicates:
        for table in predicate.of:
            for name, test in _columns(predicate.where):
                column = TABLES[table].columns[name]
                if column.words and not isinstance(test, Range):
                    assert set(test) <= set(column.words), predicate.id
    for count in programme.records.counts:
        assert count.of is None or count.count == "rows" or count.count in TABLES[count.of].columns


def _columns(where: Where) -> Iterator[tuple[str, Range | tuple[str, ...]]]:
    yield from where.columns.items()
    for part in where.any_:
        yield from _columns(part)


@pytest.mark.parametrize("dialect", [mysql, oracle, mssql, postgresql, sqlite])
def test_every_count_compiles_for_every_kind_of_database(
    dialect: object, programme: Programme, connection: sa.Connection
) -> None:
    assert programme.records is not None
    channel = read_channel_file(HERE / "channel.yaml", RecordsChannel)
    catalogue = DatabaseCatalogue(connection)
    catalogue.dialect = dialect.dialect()  # type: ignore[attr-defined]
    compiled: Compiled = compile_counts(programme, programme.records, channel, catalogue, 2026)
    assert len(compiled.counts) == len(programme.records.counts)
    days = {mysql: "DATEDIFF(", mssql: "DATEDIFF(day", sqlite: "julianday("}.get(dialect)  # type: ignore[call-overload]
    if days:
        assert days in {query.key: query.sql for query in compiled.counts}["4.short"]


def test_a_later_rule_on_stays_holds_from_its_year_on(programme: Programme) -> None:
    records = programme.records
    assert records is not None
    later = records.stay_lengths[0].model_copy(update={"version": "2", "from_fy": 2027})
    two = records.model_copy(update={"stay_lengths": (records.stay_lengths[0], later)})
    assert [two.stays(year).version for year in (2023, 2026, 2027, 2029)] == ["1", "1", "2", "2"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("is: withdrawal_decided_later", "is: withdrawal_decided_late", "もしかして withdrawal_decided_later"),
        ("{row: 5.B_short,", "{row: 5.B_shorts,", "もしかして 5.B_short"),
        ("{row: 2.C, of: assistant, count: rows", "{row: 2.C, of: assistant, count: student", "のべ"),
        ("{row: 7.A, as: 5.A}", "{row: 7.A}", "of がなく"),
        ("- id: foreign_nationals", "- id: foreigners", "もしかして foreign_nationals"),
        ("rule: records_return_unknown", "rule: records_return", "もしかして records_return_unknown"),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(
    old: str, new: str, said: str, programme: Programme, tmp_path: Path
) -> None:
    folder = tmp_path / "mine"
    for path in Path(programme.folder).rglob("*.yaml"):
        copy = folder / path.relative_to(programme.folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    path = folder / "records.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DefinitionProblems) as caught:
        load_programme(folder)
    problems = [problem for problem in caught.value.problems if problem.file == "records.yaml"]
    assert problems and all(problem.line > 1 for problem in problems)
    if old != "- id: foreign_nationals":
        assert any(said in problem.message for problem in problems)
