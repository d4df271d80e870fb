"""A return counted from a university's student records: the definition is asked of them, and only counts come back."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from warehouse.decision import TOKYO
from warehouse.finding import Place
from warehouse.intake.channel_file import ChannelFileProblem, read_channel_file
from warehouse.intake.records.catalogue import Catalogue, DatabaseCatalogue
from warehouse.intake.records.count import Compiled, compile_counts
from warehouse.intake.records.evidence import COUNT, evidence, number_of
from warehouse.intake.records.extracts import CannotRead, ask_extracts, catalogue, opened
from warehouse.intake.records.mapping import RecordsChannel
from warehouse.intake.reported import Answer, Reported, suggestion
from warehouse.intake.secret import secret
from warehouse.intake.sql.connection import Asked, CannotConnect, ask_at_one_moment, connected
from warehouse.intake.sql.duckdb_file import is_duckdb_file, opened_file
from warehouse.intake.sql.source import kept_as
from warehouse.intake.submission import Received, Submission
from warehouse.programme import Programme
from warehouse.programme.records import Records
from warehouse.workspace import University


def read_records(
    channel_file: Path, environment: Mapping[str, str], programme: Programme, university: University, fiscal_year: int,
    at: datetime,
) -> tuple[Received, bytes, Submission]:  # fmt: skip
    """Return the evidence (its name and hash, and its bytes to keep) and what the university's records say.

    Each row of the form is one aggregate query; all are answered from one snapshot. A datum's sheet is its row, its
    cell `count`. What is wrong (settings, names, a database that is down) is told in findings, and nothing is raised
    but KeyError for a programme that declares no `records`.
    """
    if programme.records is None:
        raise KeyError(f"{programme.id} has no records.yaml")
    reading = _Reading(programme, programme.records, university, fiscal_year, channel_file, at)
    compiled, asked = Compiled(), list[Asked]()
    if (channel := reading.channel()) is not None:
        compiled, asked = reading.count(channel, environment)
    content = evidence(programme, university, fiscal_year, compiled, asked)
    received = kept_as(f"{university.code}.records.json", content, at)
    reading.take(compiled, asked, channel.status if channel else "", received.name)
    reason = channel.reason if channel else None
    return received, content, reading.reported.submission(received, "records", university, reason)


class _Reading:
    """One university's records, read once."""

    def __init__(
        self, programme: Programme, records: Records, university: University, year: int, file: Path, at: datetime
    ) -> None:
        self.reported = Reported(programme, year)
        self._programme = programme
        self._records = records
        self._university = university
        self._file = file
        self._today = (at + TOKYO).date()
        self._place = Place(f"channels/{file.name}")

    def channel(self) -> RecordsChannel | None:
        """Return what the channel file says, or None with a finding."""
        try:
            return read_channel_file(self._file, RecordsChannel)
        except ChannelFileProblem as problem:
            self._say("records_settings", self._place, problem)
            return None

    def count(self, channel: RecordsChannel, environment: Mapping[str, str]) -> tuple[Compiled, list[Asked]]:
        """Return the queries and their answers; nothing, with a finding, where the records cannot be reached."""
        try:
            if channel.url_from is None:
                with opened(self._file.parent, channel.extracts) as extracts:
                    compiled = self._compile(channel, catalogue(extracts))
                    return compiled, ask_extracts(extracts, _questions(compiled))
            if (url := secret(channel.url_from, environment)) is None:
                self._say("database_address_missing", self._place, channel.url_from)
                return Compiled(), []
            if is_duckdb_file(url):
                with opened_file(url) as file:
                    compiled = self._compile(channel, catalogue(file))
                    return compiled, ask_extracts(file, _questions(compiled), channel.timeout_seconds)
            with connected(url, channel.timeout_seconds) as connection:
                compiled = self._compile(channel, DatabaseCatalogue(connection))
                connection.rollback()  # looking at the tables has begun a transaction
                return compiled, ask_at_one_moment(connection, _questions(compiled), channel.timeout_seconds)
        except CannotRead as problem:
            self._say("records_unreadable", self._place, problem.file, why=problem.why)
        except CannotConnect as problem:
            rule = "database_unreachable" if problem.is_usable else "database_address_unusable"
            self._say(rule, self._place, channel.url_from or "")
        return Compiled(), []

    def take(self, compiled: Compiled, asked: list[Asked], status: str, file: str) -> None:
        """Make data of the counts, and findings of what could not be counted or is in doubt."""
        answers = {one.key: one for one in asked}
        for query in compiled.counts:
            self._take(answers[query.key], status, file)
        for name, rows in compiled.unknown.items():
            near = difflib.get_close_matches(name.rpartition(".")[2], compiled.known[name], 1, cutoff=0.5)
            near_ja, near_en = suggestion(near[0] if near else None)
            self._say("records_name_unknown", self._place, name, rows=_list(rows), near_ja=near_ja, near_en=near_en)
        for name, rows in compiled.not_mapped.items():
            self._say("records_not_mapped", self._place, name, rows=_list(rows))
        if compiled.not_over:
            self._say("records_not_over", self._place, _list(compiled.not_over))
        if compiled.assumed:
            self._say("records_taken_as_blank", self._place, _list(sorted(compiled.assumed)))
        for query in compiled.doubts:
            if number := number_of(answers[query.key]):
                self._say(query.key, Place(file, query.key, COUNT), number, number=number)
        for query in compiled.codes:
            if number := number_of(answers[query.key]):
                self._say("records_code_unmapped", Place(file, query.key, COUNT), query.key, number=number)
        if compiled.classified_stays:
            self._say_stays()

    def _compile(self, channel: RecordsChannel, tables: Catalogue) -> Compiled:
        return compile_counts(
            self._programme, self._records, channel, tables, self.reported.fiscal_year,
            is_lead=self._university.role == "lead", university=self._university.code, today=self._today,
        )  # fmt: skip

    def _take(self, asked: Asked, status: str, file: str) -> None:
        place = Place(file, asked.key, COUNT)
        number = number_of(asked)
        if number is None:
            why = asked.problem or "数が返りませんでした"
            self.reported.say("database_query_failed", place, asked.key, self._university.code, why=why)
            return
        self.reported.add(
            Answer(
                university=self._university, row=asked.key, value=number, status=status, row_place=place,
                value_place=place, status_place=place,
            )
        )  # fmt: skip

    def _say_stays(self) -> None:
        rule = self._records.stays(self.reported.fiscal_year)
        facts = {"short": rule.short_days, "medium": rule.medium_days}
        self._say("records_stay_lengths", self._place, rule.version, **facts)

    def _say(self, rule: str, place: Place, value: object, **facts: object) -> None:
        self.reported.say(rule, place, value, self._university.code, **facts)


def _questions(compiled: Compiled) -> dict[str, str]:
    return {query.key: query.sql for query in (*compiled.counts, *compiled.doubts, *compiled.codes)}


def _list(names: list[str]) -> str:
    return "、".join(names)
