"""Files from a web server and an SFTP server: copied as they are, once, and never trusted."""

from __future__ import annotations

import os
import sys
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.builders import FIRST
from tests.warehouse.intake.drops.looking import AT, look, received, rules, url_of, with_drop
from tests.warehouse.intake.drops.servers import LOGIN, PASSWORD, USER, a_web_server, an_sftp_server, basic
from warehouse.intake.drops.kept import origins
from warehouse.intake.drops.receive import receive
from warehouse.workspace import Workspace, WorkspaceProblem

SECRET = {"AKITA_DROP": LOGIN}


def test_what_lies_there_is_copied_byte_by_byte_with_its_origin(drop: Workspace, theirs: Path) -> None:
    os.utime(theirs / "2026" / "回答 5%.csv", (1_700_000_000, 1_700_000_000))
    assert look(drop, SECRET) is None
    folder = f"akita_{FIRST}"
    assert received(drop) == {
        f"{folder}/回答 5%.csv": (theirs / "2026" / "回答 5%.csv").read_bytes(),
        f"{folder}/教務課/a.xlsx": (theirs / "2026" / "教務課" / "a.xlsx").read_bytes(),
    }
    assert (drop.inbox(2026) / folder / "回答 5%.csv").stat().st_mtime == 1_700_000_000
    origin = origins(drop.inbox(2026))[f"{folder}/回答 5%.csv"]
    assert origin.url.endswith("/2026/回答 5%.csv") and origin.university == FIRST
    assert (drop.evidence / origin.sha256[:2] / f"{origin.sha256}.csv").is_file()


def test_only_what_is_new_or_changed_is_fetched_and_nothing_is_ever_removed(place: Workspace, theirs: Path) -> None:
    with a_web_server(theirs) as server:
        (theirs / "2026" / "b.csv").write_bytes(b"stays")
        drop = with_drop(place, url_of(server))
        look(drop)
        (theirs / "2026" / "回答 5%.csv").write_bytes(b"changed, and longer than before")
        (theirs / "2026" / "教務課" / "a.xlsx").unlink()
        server.asked.clear()  # type: ignore[attr-defined]
        look(drop)
        fetched = [path for path in server.asked if not path.endswith("/")]  # type: ignore[attr-defined]
    assert fetched == [f"/2026/{quote('回答 5%.csv')}"]
    assert received(drop)["akita/回答 5%.csv"].startswith(b"changed")
    assert "akita/教務課/a.xlsx" in received(drop)


def test_the_same_bytes_under_a_new_date_leave_the_inbox_as_it_is(drop: Workspace, theirs: Path) -> None:
    look(drop, SECRET)
    copy = next(drop.inbox(2026).rglob("回答 5%.csv"))
    before = copy.stat().st_mtime_ns
    os.utime(theirs / "2026" / "回答 5%.csv", (2_000_000_000, 2_000_000_000))
    look(drop, SECRET)
    assert copy.stat().st_mtime_ns == before


def test_one_file_may_be_named_by_its_own_url(place: Workspace, web: ThreadingHTTPServer) -> None:
    drop = with_drop(place, url_of(web, "/{year}/" + quote("回答 5%.csv")))
    assert look(drop) is None
    assert list(received(drop)) == ["akita/回答 5%.csv"]
    [origin] = origins(drop.inbox(2026)).values()
    assert origin.url == url_of(web, "/2026/" + quote("回答 5%.csv"))


@pytest.mark.parametrize("login", [LOGIN, "token-that-stands-alone"])
def test_a_login_is_taken_from_the_environment_and_shows_nowhere(
    login: str, place: Workspace, theirs: Path, caplog: pytest.LogCaptureFixture
) -> None:
    right = {basic(), "Bearer token-that-stands-alone"}
    with a_web_server(theirs, login=right) as server:
        drop = with_drop(place, url_of(server), secret_from="AKITA_DROP")
        assert look(drop, {"AKITA_DROP": login}) is None and len(received(drop)) == 2
        refused = look(drop, {"AKITA_DROP": "hanako:chigau-kotoba"})
    assert rules(refused) == ["drop_unreachable"] and refused is not None
    assert "認められません" in refused.findings[0].message_ja
    written = "".join(path.read_text("utf-8", "replace") for path in drop.root.rglob("*") if path.is_file())
    assert not [word for word in ("kotoba", "token-that", "hanako") if word in written + caplog.text + str(refused)]


def test_a_wrong_word_for_an_sftp_server_is_a_finding_without_it(place: Workspace, sftp: str) -> None:
    drop = with_drop(place, sftp, secret_from="AKITA_DROP")
    said = look(drop, {"AKITA_DROP": f"{USER}:chigau-kotoba"})
    assert rules(said) == ["drop_unreachable"] and "認められません" in str(said)
    assert "kotoba" not in str(said) and USER not in str(said)


def test_an_sftp_server_whose_key_nobody_knows_gets_no_password(
    place: Workspace, theirs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    with an_sftp_server(theirs) as (port, _):
        said = look(with_drop(place, f"sftp://127.0.0.1:{port}/2026", year=2026, secret_from="AKITA_DROP"), SECRET)
    assert rules(said) == ["drop_unreachable"] and "known_hosts" in str(said)
    assert received(place) == {}


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"redirect": "http://127.0.0.1:9/"}, "転送"),
        ({"wait": 5}, "時間の上限"),
        ({"page": "<a href='x'>" * 900_000}, "一覧"),
    ],
)
def test_a_server_that_does_not_do_as_it_should_is_one_block(
    how: dict[str, Any], why: str, place: Workspace, theirs: Path
) -> None:
    with a_web_server(theirs, **how) as server:
        said = look(with_drop(place, url_of(server), timeout_seconds=1))
    assert said is not None and [finding.severity for finding in said.findings] == ["block"]
    assert why in said.findings[0].message_ja and f"127.0.0.1:{server.server_address[1]}" in said.findings[0].message_ja


def test_a_server_that_is_down_is_a_block_until_it_is_up_again(place: Workspace, theirs: Path) -> None:
    with a_web_server(theirs) as server:
        port = server.server_address[1]
    drop = with_drop(place, f"http://127.0.0.1:{port}/{{year}}/")
    said = look(drop)
    assert rules(said) == ["drop_unreachable"] and said is not None and said.university is None
    (place.root / "rokunen.yaml").write_text(
        (place.root / "rokunen.yaml").read_text(encoding="utf-8").replace(f":{port}/", ":{}/"), encoding="utf-8"
    )
    with a_web_server(theirs) as server:
        drop = with_drop(place, url_of(server))
        closing = look(drop)
        assert closing is not None and (closing.findings, closing.data) == ((), ())
        assert closing.received.name == said.received.name == "drops/akita"
        assert look(drop) is None


def test_a_folder_that_is_not_there_yet_is_a_note(drop: Workspace) -> None:
    said = receive(drop, "akita", 2027, AT, SECRET)
    assert said is not None and [(one.rule, one.severity) for one in said.findings] == [("drop_nothing_there", "note")]


TRAPS = [
    "../../rokunen.yaml", "%2e%2e%2f%2e%2e%2frokunen.yaml", "..%5c..%5crokunen.yaml", "/etc/passwd", "C%3Anew.csv", "CON.csv",
    "a%00.csv", "x" * 250, "//127.0.0.1:9/a.csv", "http://127.0.0.1:9/a.csv", "javascript:alert(1)", "?C=N;O=D",
]  # fmt: skip


def test_a_name_from_a_server_never_leaves_the_folder_of_its_drop(
    place: Workspace, theirs: Path, tmp_path: Path
) -> None:
    page = "".join(f'<a href="{name}">.</a>' for name in [*TRAPS, "a.csv", "A.csv", ".hidden", "b.csv.part"])
    (theirs / "2026" / "a.csv").write_bytes(b"1")
    (theirs / "2026" / "A.csv").write_bytes(b"2")
    (theirs / "rokunen.yaml").write_bytes(b"programme: theirs")
    with a_web_server(theirs, page=page) as server:
        drop = with_drop(place, url_of(server))
        before = sorted(
            path for path in tmp_path.rglob("*") if "inbox" not in path.parts and "evidence" not in path.parts
        )
        said = look(drop)
    assert received(drop) == {"akita/A.csv": b"2"}
    assert rules(said) == ["drop_name_unusable"] * 7
    assert [path for path in server.asked if not path.endswith("/")] == ["/2026/A.csv"]  # type: ignore[attr-defined]
    after = sorted(path for path in tmp_path.rglob("*") if "inbox" not in path.parts and "evidence" not in path.parts)
    assert after == before


def test_names_that_an_sftp_server_gives_are_no_more_trusted(place: Workspace, sftp: str, theirs: Path) -> None:
    (theirs / "2026" / "a\\..\\b.csv").write_bytes(b"1")
    (theirs / "2026" / "nul.csv").write_bytes(b"1")
    (theirs / "2026" / "~$回答.xlsx").write_bytes(b"1")
    said = look(with_drop(place, sftp, secret_from="AKITA_DROP"), SECRET)
    assert rules(said) == ["drop_name_unusable"] * 2
    assert sorted(received(place)) == ["akita/回答 5%.csv", "akita/教務課/a.xlsx"]


def test_a_file_beyond_the_limit_is_not_received_and_the_others_are(drop: Workspace, theirs: Path) -> None:
    drop = with_drop(drop, drop.config.drops["akita"].url, secret_from="AKITA_DROP", max_megabytes=1)
    (theirs / "2026" / "big.xlsx").write_bytes(b"0" * 1_000_001)
    said = look(drop, SECRET)
    assert rules(said) == ["drop_file_not_received"] and "1 MB" in str(said)
    assert len(received(drop)) == 2


def test_a_file_without_an_end_is_stopped_at_the_limit(
    place: Workspace, web: ThreadingHTTPServer, theirs: Path
) -> None:
    (theirs / "2026" / "endless.xlsx").touch()
    drop = with_drop(place, url_of(web), max_megabytes=1)
    assert rules(look(drop)) == ["drop_file_not_received"] and len(received(drop)) == 2


def test_a_login_that_is_not_set_is_named(place: Workspace, web: ThreadingHTTPServer) -> None:
    said = look(with_drop(place, url_of(web), secret_from="AKITA_DROP"))
    assert rules(said) == ["drop_secret_missing"] and "AKITA_DROP" in str(said)


def test_a_library_that_is_missing_is_named_with_what_installs_it(
    place: Workspace, web: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "aiohttp", None)
    said = look(with_drop(place, url_of(web)))
    assert rules(said) == ["drop_library_missing"] and 'pip install "rokunen[https]"' in str(said)


@pytest.mark.parametrize(
    ("url", "more"),
    [
        (f"sftp://{USER}:{PASSWORD}@drop.example/{{year}}", {}),
        (f"https://drop.example/{{year}}?sig={PASSWORD}", {}),
        (f"https://drop.example/{{year}}#{PASSWORD}", {}),
        ("http://drop.example/{year}/", {}),
        ("file:///etc/{year}", {}),
        ("https://drop.example/", {}),
        ("https://drop.example/{year}/", {"university": "F999999999999"}),
        ("https://drop.example/{year}/", {"endpoint": "https://s3.example"}),
        ("s3://bucket/{year}/", {}),
        ("s3://bucket/{year}/", {"secret_from": "S3", "endpoint": f"https://{LOGIN}@s3.example"}),
        ("s3://bucket/{year}/", {"secret_from": "S3", "endpoint": "http://s3.example"}),
        ("https://drop.example/{year}/", {"password": PASSWORD}),
        ("https://drop.example/{year}/", {"secret_from": LOGIN}),
    ],
)
def test_settings_that_cannot_be_are_refused_without_what_they_gave_away(
    url: str, more: dict[str, Any], place: Workspace
) -> None:
    drop = with_drop(place, url, **more)
    with pytest.raises(WorkspaceProblem) as refused:
        _ = drop.config
    assert "drops" in str(refused.value) and PASSWORD not in str(refused.value)
