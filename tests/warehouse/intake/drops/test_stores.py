"""An S3-compatible store, and a web server with a certificate: real ones, on loopback."""

from __future__ import annotations

import ipaddress
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.builders import a_workspace
from tests.warehouse.intake.drops.looking import look, received, rules, url_of, with_drop
from tests.warehouse.intake.drops.servers import LOGIN, a_web_server, basic
from warehouse.workspace import Workspace

KEY, WORD = "AKIAKAKUUDAIGAKU", "himitsu/no+kotoba"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return a_workspace(tmp_path)


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """The endpoint of an empty S3 store."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(store: str) -> Any:
    import boto3

    made = boto3.resource(
        "s3", endpoint_url=store, aws_access_key_id=KEY, aws_secret_access_key=WORD, region_name="us-east-1"
    ).Bucket("type2")
    made.create()
    yield made
    made.objects.delete()
    made.delete()


@pytest.mark.slow
def test_a_bucket_is_read_folder_by_folder_and_its_keys_are_not_trusted(
    place: Workspace, bucket: Any, store: str
) -> None:
    bucket.put_object(Key="kaitou/2026/", Body=b"")
    bucket.put_object(Key="kaitou/2026/回答 5%.csv", Body=b"1")
    bucket.put_object(Key="kaitou/2026/F105110101051/a.xlsx", Body=b"2")
    bucket.put_object(Key="kaitou/2026/..\\..\\b.csv", Body=b"3")
    bucket.put_object(Key="kaitou/2025/old.csv", Body=b"4")
    drop = with_drop(place, "s3://type2/kaitou/{year}/", endpoint=store, secret_from="BUCKET")
    said = look(drop, {"BUCKET": f"{KEY}:{WORD}"})
    assert rules(said) == ["drop_name_unusable"]
    assert received(drop) == {"akita/回答 5%.csv": b"1", "akita/F105110101051/a.xlsx": b"2"}
    bucket.put_object(Key="kaitou/2026/回答 5%.csv", Body=b"5")
    look(drop, {"BUCKET": f"{KEY}:{WORD}"})
    assert received(drop)["akita/回答 5%.csv"] == b"5"
    assert WORD not in "".join(path.read_text("utf-8", "replace") for path in drop.root.rglob("*") if path.is_file())


@pytest.mark.slow
def test_a_bucket_or_folder_that_is_not_there_is_a_note_and_a_store_that_is_down_a_block(
    place: Workspace, bucket: Any, store: str
) -> None:
    login = {"BUCKET": f"{KEY}:{WORD}"}
    for url in ("s3://type2/{year}/", "s3://nowhere/{year}/"):
        drop = with_drop(place, url, endpoint=store, secret_from="BUCKET")
        assert rules(look(drop, login)) == ["drop_nothing_there"], url
    drop = with_drop(place, "s3://type2/{year}/", endpoint="http://127.0.0.1:9", secret_from="BUCKET")
    assert rules(look(drop, login)) == ["drop_unreachable"]


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of 127.0.0.1 with its key, signed by nobody else."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path = tmp_path / "server.pem"
    path.write_bytes(key.private_bytes(*form) + made.public_bytes(serialization.Encoding.PEM))
    return path


def test_a_certificate_that_nobody_vouches_for_is_refused_before_the_password_is_sent(
    place: Workspace, certificate: Path, tmp_path: Path
) -> None:
    (tmp_path / "theirs").mkdir()
    with a_web_server(tmp_path / "theirs", certificate=certificate) as server:
        drop = with_drop(place, url_of(server, "/").replace("http:", "https:"), year=2026, secret_from="AKITA_DROP")
        said = look(drop, {"AKITA_DROP": LOGIN})
    assert rules(said) == ["drop_unreachable"] and "証明書" in str(said)
    assert server.asked == []  # type: ignore[attr-defined]


@pytest.mark.slow
def test_a_web_server_whose_certificate_the_machine_trusts_is_read(
    place: Workspace, certificate: Path, tmp_path: Path
) -> None:
    """In a process of its own: what is trusted is settled when the library is loaded."""
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "何か.bin").write_bytes(b"\0 nothing that can be read")
    with a_web_server(tmp_path / "theirs", certificate=certificate, login={basic()}) as server:
        drop = with_drop(place, url_of(server, "/").replace("http:", "https:"), year=2026, secret_from="AKITA_DROP")
        done = subprocess.run(
            [sys.executable, "-m", "flows.command", "collect", "--year", "2026", "--workspace", str(drop.root)],
            env={"SSL_CERT_FILE": str(certificate), "AKITA_DROP": LOGIN, "PATH": "/usr/bin", "LANG": "C.UTF-8"},
            cwd=Path(__file__).parents[4], capture_output=True, encoding="utf-8", timeout=120, check=False,
        )  # fmt: skip
    assert done.returncode == 1 and list(received(drop)) == ["akita/何か.bin"], done.stdout + done.stderr
