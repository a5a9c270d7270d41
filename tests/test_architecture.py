"""The rules that keep the house clean: layers, file and function size, who may import what."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "app").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
MAX_LINES = 400
MAX_FUNCTION_LINES = 50
BANNED_NAMES = {"utils", "helpers", "manager", "common", "misc"}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported_modules(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_import_contracts(capsys: pytest.CaptureFixture[str]) -> None:
    from importlinter.cli import lint_imports

    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None)
    assert code == 0, capsys.readouterr().out


@pytest.mark.parametrize("path", SOURCES + TESTS, ids=relative)
def test_files_stay_small(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MAX_LINES, f"{relative(path)} has {lines} lines: split by responsibility"


def test_functions_stay_small() -> None:
    long = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                start = node.body[0].lineno
                first = node.body[0]
                if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                    start = (first.end_lineno or start) + 1  # docstrings do not count
                length = (node.end_lineno or start) - start + 1
                if length >= MAX_FUNCTION_LINES:
                    long.append(f"{relative(path)}:{node.name} has {length} lines")
    assert not long, long


def test_every_module_says_its_responsibility() -> None:
    silent = [
        relative(path)
        for path in SOURCES
        if path.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent, silent


def test_no_module_is_a_drawer_for_everything() -> None:
    assert not [relative(path) for path in SOURCES if path.stem in BANNED_NAMES]


def test_domain_uses_the_standard_library_and_stdnum_only() -> None:
    allowed = sys.stdlib_module_names | {"stdnum"}
    for path in (ROOT / "app" / "domain").glob("*.py"):
        for module in imported_modules(path):
            top = module.split(".")[0]
            assert top in allowed or module.startswith(("app.domain", "app")), (path, module)


def test_matching_is_pure() -> None:
    forbidden = {"datetime.now", "open", "sqlalchemy", "PySide6", "pathlib", "os", "time", "random"}
    for path in (ROOT / "app" / "matching").glob("*.py"):
        assert not imported_modules(path) & forbidden, path


def test_only_bundled_reads_the_bundled_folders() -> None:
    pattern = re.compile(r"__file__|importlib\.resources|pkgutil\.get_data")
    allowed = {"app/bundled.py", "app/storage/migrate.py"}  # migrations are code beside it
    for path in SOURCES:
        if relative(path) not in allowed:
            assert not pattern.search(path.read_text(encoding="utf-8")), path


def test_main_window_stays_small() -> None:
    path = ROOT / "app" / "gui" / "shell" / "main_window.py"
    assert len(path.read_text(encoding="utf-8").splitlines()) < 300
