"""Print the shape of our packages beside those of projects we learn from.

A mirror to look into, not a gate: module and function sizes, complexity, import cycles, lazy
imports, annotations and docstrings. The figures of the other projects were counted the same way
from their sources in autumn 2026.
"""

from __future__ import annotations

import ast
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PACKAGES = ("slicer_checks", "scheduler", "printlab", "web")

# modules, lines, median module, largest module, function median, function p90, functions > 50
# lines, functions with complexity > 10 (worst), annotated %, public docstrings %, lazy imports
MODELS = {
    "PyVRP": (36, 4020, 51, 651, 6, 36, 10, "5 (25)", 72, 64, 0),
    "PyJobShop": (29, 5830, 111, 1308, 8, 38, 10, "9 (65)", 72, 90, 1),
    "svcs": (8, 2609, 273, 1199, 8, 24, 0, "1 (13)", 100, 45, 0),
    "httpx": (23, 8827, 248, 2019, 6, 31, 11, "8 (44)", 100, 48, 21),
    "Flask": (24, 9499, 236, 1625, 6, 28, 12, "11 (23)", 100, 68, 22),
    "trimesh": (114, 55502, 319, 3361, 7, 47, 147, "105 (81)", 22, 79, 169),
    "PySLM": (21, 9392, 346, 1971, 2, 24, 24, "15 (37)", 53, 66, 0),
}
LONG_FUNCTION, HIGH_COMPLEXITY = 50, 10
HEADINGS = ("modules", "lines", "median", "largest", "fn med", "fn p90", "fn>50", "cx>10", "annot%")
HEADINGS += ("docs%", "lazy")

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.IfExp, ast.Assert)
BRANCHES += (ast.comprehension, ast.match_case)


@dataclass
class Shape:
    """What was counted in one package."""

    module_lines: list[int] = field(default_factory=list)
    function_lines: list[int] = field(default_factory=list)
    complexities: list[int] = field(default_factory=list)
    annotated: list[bool] = field(default_factory=list)
    documented: list[bool] = field(default_factory=list)
    lazy_imports: int = 0
    imports: dict[str, set[str]] = field(default_factory=dict)


def complexity(function: FunctionNode) -> int:
    """Return McCabe's number: one, plus a branch or boolean operator each."""
    count = 1
    for node in ast.walk(function):
        if isinstance(node, BRANCHES):
            count += 1
        elif isinstance(node, ast.BoolOp):
            count += len(node.values) - 1
    return count


def body_lines(function: FunctionNode) -> int:
    """Return the lines of a function's body without its docstring."""
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def is_annotated(function: FunctionNode) -> bool:
    """Tell whether every argument but self and cls, and the result, has a type."""
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    named = [argument for argument in named if argument.arg not in {"self", "cls"}]
    return function.returns is not None and all(a.annotation is not None for a in named)


def public_nodes(tree: ast.Module) -> Iterator[ast.ClassDef | FunctionNode]:
    """Yield public classes and functions of a module, and public methods of public classes."""
    for node in tree.body:
        if not isinstance(node, ast.ClassDef | FunctionNode) or node.name.startswith("_"):
            continue
        yield node
        if isinstance(node, ast.ClassDef):
            yield from (
                inner
                for inner in node.body
                if isinstance(inner, FunctionNode) and not inner.name.startswith("_")
            )


def imported_modules(tree: ast.Module, known: set[str]) -> set[str]:
    """Return the modules of ours that this one imports, at any depth of its source."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found & known


def measure(package: str, root: Path) -> Shape:
    """Count the shape of one package under ``root``."""
    shape = Shape()
    files = sorted((root / package).rglob("*.py"))
    names = {".".join(f.relative_to(root).with_suffix("").parts): f for f in files}
    names = {name.removesuffix(".__init__"): file for name, file in names.items()}
    for name, file in names.items():
        source = file.read_text(encoding="utf-8")
        tree = ast.parse(source)
        shape.module_lines.append(source.count("\n"))
        shape.imports[name] = imported_modules(tree, set(names)) - {name, package}
        shape.documented += [ast.get_docstring(n) is not None for n in public_nodes(tree)]
        for node in ast.walk(tree):
            if isinstance(node, FunctionNode):
                shape.function_lines.append(body_lines(node))
                shape.complexities.append(complexity(node))
                shape.annotated.append(is_annotated(node))
                shape.lazy_imports += sum(
                    isinstance(inner, ast.Import | ast.ImportFrom) for inner in ast.walk(node)
                )
    return shape


def modules_in_cycles(imports: dict[str, set[str]]) -> list[str]:
    """Return the modules that can reach themselves through imports."""

    def reaches(start: str) -> set[str]:
        seen: set[str] = set()
        todo = list(imports.get(start, ()))
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                todo.extend(imports.get(name, ()))
        return seen

    return sorted(name for name in imports if name in reaches(name))


def share(flags: list[bool]) -> int:
    """Return the share of true flags in percent, 100 for none."""
    return round(100 * sum(flags) / len(flags)) if flags else 100


def row(shape: Shape) -> tuple[int | str, ...]:
    """Return the columns of ``HEADINGS`` for one shape."""
    lines = sorted(shape.function_lines) or [0]
    over = sum(c > HIGH_COMPLEXITY for c in shape.complexities)
    return (
        len(shape.module_lines),
        sum(shape.module_lines),
        round(statistics.median(shape.module_lines or [0])),
        max(shape.module_lines or [0]),
        round(statistics.median(lines)),
        lines[int(0.9 * (len(lines) - 1))],
        sum(n > LONG_FUNCTION for n in lines),
        f"{over} ({max(shape.complexities or [0])})",
        share(shape.annotated),
        share(shape.documented),
        shape.lazy_imports,
    )


def main() -> int:
    """Print the table; return 0 always, since it judges nothing."""
    root = Path(__file__).resolve().parent.parent
    print(f"{'package':<14}" + "".join(f"{heading:>9}" for heading in HEADINGS))
    shapes = {package: measure(package, root) for package in PACKAGES}
    for name, columns in [*((p, row(s)) for p, s in shapes.items()), *MODELS.items()]:
        print(f"{name:<14}" + "".join(f"{column:>9}" for column in columns))
    every = {name: found for s in shapes.values() for name, found in s.imports.items()}
    cycles = modules_in_cycles(every)
    print(f"\nmodules in import cycles, lazy imports counted: {', '.join(cycles) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
