"""Counts of many universities at once, from extracts that hold them all."""

from __future__ import annotations

from pathlib import Path

from warehouse.intake.channel_file import read_channel_file
from warehouse.intake.records.count import compile_counts
from warehouse.intake.records.extracts import ask_extracts, catalogue, opened
from warehouse.intake.records.mapping import RecordsChannel
from warehouse.intake.sql.connection import Asked
from warehouse.programme import Programme


def count_by_university(channel_file: Path, programme: Programme, fiscal_year: int) -> list[Asked]:
    """Return one answer for each row of the form: (university as the extracts write it, number).

    A university without an entry has none (0). Rows whose tables are not among the extracts have no answer.
    Raises ChannelFileProblem, CannotRead, and KeyError for a programme that declares no `records`.
    """
    if programme.records is None:
        raise KeyError(f"{programme.id} has no records.yaml")
    channel = read_channel_file(channel_file, RecordsChannel)
    with opened(channel_file.parent, channel.extracts) as connection:
        tables = catalogue(connection)
        compiled = compile_counts(programme, programme.records, channel, tables, fiscal_year, by_university=True)
        return ask_extracts(connection, {query.key: query.sql for query in compiled.counts})
