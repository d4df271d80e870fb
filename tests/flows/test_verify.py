"""`verify` in a workspace: a document that is gone or was edited is named, whatever was rightly written anew is not."""

from datetime import datetime
from pathlib import Path

import pytest

from flows.log import verify
from reports.data_book.write import write_data_book
from tests.flows.conftest import PLANNED, a_plan, load
from warehouse.database import open_warehouse
from warehouse.evidence import keep
from warehouse.publish import Published, add_document
from warehouse.workspace import Workspace

AT, LATER = datetime(2024, 8, 1), datetime(2024, 8, 2)


@pytest.fixture
def planned(workspace: Workspace) -> Workspace:
    """A plan whose file was kept."""
    load(workspace, a_plan(workspace, received=keep(workspace, "データ集.xlsx", b"a workbook", PLANNED)))
    return workspace


@pytest.fixture
def book(planned: Workspace) -> Path:
    return write_data_book(planned, AT)[0]


def named(workspace: Workspace) -> list[str]:
    return [fault["name"] for fault in verify(workspace)[1]]


def test_a_document_that_was_edited_is_named_with_what_to_do(planned: Workspace, book: Path) -> None:
    assert verify(planned)[1] == []
    book.write_bytes(book.read_bytes() + b" ")
    [fault] = verify(planned)[1]
    assert fault["name"] == f"data-book/{book.name}" and "別の名で保存" in fault["message_ja"]
    assert "under another name" in fault["message_en"]


def test_a_document_that_is_gone_with_its_manifest_is_named(planned: Workspace, book: Path) -> None:
    book.unlink()
    book.with_name(f"{book.name}.manifest.json").unlink()
    assert named(planned) == [f"data-book/{book.name}"]


def test_only_the_newest_version_of_a_document_counts(planned: Workspace, book: Path) -> None:
    first = book.read_bytes()
    write_data_book(planned, LATER)
    assert book.read_bytes() != first and named(planned) == []
    book.write_bytes(first)
    assert named(planned) == [f"data-book/{book.name}"]


def test_an_earlier_moment_has_a_name_of_its_own_and_is_looked_at_too(planned: Workspace, book: Path) -> None:
    earlier = write_data_book(planned, LATER, AT)[0]
    assert earlier != book and named(planned) == []
    earlier.write_bytes(earlier.read_bytes() + b" ")
    assert named(planned) == [f"data-book/{earlier.name}"]


def test_a_draft_that_was_thrown_away_is_not_missed(planned: Workspace) -> None:
    draft = Published("d", "interim", 2026, "reports/interim/調書_案.docx", "0" * 64, AT, None, "x", is_draft=True)
    with open_warehouse(planned.database) as connection:
        add_document(connection, draft, [])
    assert named(planned) == []


def test_a_manifest_that_was_changed_is_named_and_the_document_is_not(planned: Workspace, book: Path) -> None:
    manifest = book.with_name(f"{book.name}.manifest.json")
    digest = manifest.read_text(encoding="utf-8").partition('"sha256": "')[2][:64]
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(digest, "0" * 64), encoding="utf-8")
    assert named(planned) == [f"data-book/{manifest.name}"]
