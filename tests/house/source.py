"""Source files as syntax trees, and what they import, for the house rules."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Source:
    """A Python file of ours: its path from the top of the project, and its text."""

    path: str
    text: str

    @property
    def module(self) -> str:
        words = self.path.removesuffix(".py").split("/")
        return ".".join(words[:-1] if words[-1] == "__init__" else words)

    @property
    def package(self) -> str:
        return self.module if self.path.endswith("__init__.py") else self.module.rpartition(".")[0]


def our_sources() -> list[Source]:
    files = [path for top in ("bot", "handlers") for path in sorted((ROOT / top).rglob("*.py"))]
    return [Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in files]


def imports(source: Source) -> Iterator[str]:
    """Every name imported, dotted and whole, inside functions too; not what only type checkers see."""
    for node in seen(ast.parse(source.text)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = resolve(source, node)
            yield from (f"{start}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            yield from (str(name.value) for name in node.args[:1] if isinstance(name, ast.Constant))


def resolve(source: Source, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    above = source.package.split(".")
    above = above[: len(above) - node.level + 1]
    return ".".join([*above, node.module] if node.module else above)


def seen(node: ast.AST) -> Iterator[ast.AST]:
    """The tree in order, without what stands under `if TYPE_CHECKING`."""
    yield node
    hidden = isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
    for field, value in ast.iter_fields(node):
        if hidden and field == "body":
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from seen(child)


def within(name: str, place: str) -> bool:
    """Is the dotted `name` that place, or inside it?"""
    return name == place or name.startswith(f"{place}.")
