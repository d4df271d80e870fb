"""What a user gets who has no checkout: the wheel alone, in an empty environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).with_name("uv")


def run(*command: str | Path, cwd: Path, timeout: int = 280) -> str:
    """What the command printed; fails with all it said when it does not end with 0."""
    quiet = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=quiet, capture_output=True, text=True, timeout=timeout, check=False
    )
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def installed(wheel: Path, folder: Path) -> Path:
    """The folder of commands of an empty environment that holds the wheel and the locked versions it needs."""
    run(UV, "venv", "--quiet", "--python", sys.executable, folder, cwd=folder.parent)
    commands = folder / ("Scripts" if os.name == "nt" else "bin")
    locked = ("--constraints", ROOT / "requirements.lock")
    run(UV, "pip", "install", "--quiet", "--python", folder, *locked, wheel, cwd=folder.parent)
    return commands


@pytest.mark.wheel
@pytest.mark.slow
def test_the_wheel_runs_the_demo_outside_the_checkout(tmp_path: Path) -> None:
    run(
        UV,
        "build",
        "--quiet",
        "--wheel",
        "--no-build-isolation",
        "--python",
        sys.executable,
        "--out-dir",
        tmp_path,
        cwd=ROOT,
    )
    commands = installed(next(tmp_path.glob("rokunen-*.whl")), tmp_path / "empty")
    outside = tmp_path / "outside"
    outside.mkdir()
    assert "Usage" in run(commands / "rokunen", "--help", cwd=outside)
    if (ROOT / "flows" / "demo.py").exists():
        run(commands / "rokunen", "demo", outside / "demo", cwd=outside)
        assert list((outside / "demo").rglob("*.docx")), "the demo wrote no document"
