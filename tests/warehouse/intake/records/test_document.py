"""docs/records.md says what the code does: its example is read, its list of tables is the model's."""

import re
from pathlib import Path

from warehouse.intake.channel_file import read_channel_file
from warehouse.intake.records.mapping import RecordsChannel
from warehouse.intake.records.model import TABLES, UNIVERSITY
from warehouse.programme import load_programme

DOCUMENT = (Path(__file__).parents[4] / "docs" / "records.md").read_text(encoding="utf-8")


def test_the_worked_example_can_be_read(tmp_path: Path) -> None:
    [example] = re.findall(r"```yaml\n(.+?)```", DOCUMENT, re.DOTALL)
    (tmp_path / "channel.yaml").write_text(example, encoding="utf-8")
    channel = read_channel_file(tmp_path / "channel.yaml", RecordsChannel)
    assert set(channel.tables) == {"student", "residence", "enrolment", "teacher"}


def test_every_table_and_column_is_told_with_its_words_and_whether_it_is_needed() -> None:
    for table in TABLES.values():
        [line] = [line for line in DOCUMENT.splitlines() if line.startswith(f"| `{table.name}` {table.ja}")]
        told = {name: bool(mark) for mark, name in re.findall(r"(○?)`(\w+)`", line.split("|")[3])}
        columns = {name: column for name, column in table.columns.items() if name != UNIVERSITY}
        assert told == {name: column.required and column.kind != "stay" for name, column in columns.items()}
        words = {word for column in columns.values() for word in column.words} - {"yes", "no"}
        assert [word for word in words if word not in line] == []


def test_the_days_of_a_stay_are_those_of_the_definition() -> None:
    records = load_programme("social-impact-type2").records
    assert records is not None
    rule = records.stay_lengths[-1]
    assert (
        f"{rule.short_days}日以下・{rule.short_days + 1}～{rule.medium_days}日・{rule.medium_days + 1}日以上"
        in DOCUMENT
    )
