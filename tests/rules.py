"""The rules of the house that a machine can read off the source, each with what it finds.

A rule takes a parsed module, or the text of a file, and yields what breaks it, with its line.
"""

import ast
import re
from collections.abc import Iterator

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONGEST_TEMPLATE = 100
VAGUE_NAMES = {"util", "utils", "helper", "helpers", "common", "base", "manager", "managers", "misc"}
GUARDS = {"officer_required", "clerk_required"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> Iterator[Function]:
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def is_table(function: Function) -> bool:
    """A function that only returns a display of data is a table, however long."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    match body:
        case [ast.Return(value=ast.Tuple() | ast.List() | ast.Dict())]:
            return True
    return False


def long_functions(tree: ast.Module) -> Iterator[str]:
    for function in functions(tree):
        length = (function.end_lineno or 0) - function.lineno + 1
        if length > LONGEST_FUNCTION and not is_table(function):
            yield f"{function.lineno}: {function.name} has {length} lines"


def imports_in_functions(tree: ast.Module) -> Iterator[str]:
    """Only ``AppConfig.ready`` may import late: signals connect when all models are there."""
    for function in functions(tree):
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom) and function.name != "ready":
                yield f"{node.lineno}: import inside {function.name}"


def rows_taken_past_visible_to(tree: ast.Module) -> Iterator[str]:
    """A view reaches rows by ``Model.objects.visible_to(officer)`` and no other way."""
    allowed = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "visible_to"
    }
    for node in ast.walk(tree):
        managers = {"objects", "_default_manager", "_base_manager"}
        if isinstance(node, ast.Attribute) and node.attr in managers and id(node) not in allowed:
            yield f"{node.lineno}: {ast.unparse(node)} without visible_to"


def views(tree: ast.Module) -> Iterator[Function]:
    """Public functions at the top of a module whose first argument is a request."""
    for node in tree.body:
        if isinstance(node, Function) and not node.name.startswith("_") and node.args.args:
            first = node.args.args[0]
            if first.arg == "request" or "Request" in ast.unparse(first.annotation or ast.Constant("")):
                yield node


def unguarded_views(tree: ast.Module) -> Iterator[str]:
    for view in views(tree):
        decorators = {ast.unparse(decorator).rpartition(".")[2] for decorator in view.decorator_list}
        if not decorators & GUARDS:
            yield f"{view.name}"


def trusted_markup(tree: ast.Module) -> Iterator[str]:
    """Markup comes from templates, which escape; nothing is declared safe by hand."""
    for node in ast.walk(tree):
        names = {alias.name for alias in node.names} if isinstance(node, ast.ImportFrom) else set()
        name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        if {"mark_safe", "SafeString", "SafeText"} & {*names, name}:
            yield f"{getattr(node, 'lineno', 0)}: mark_safe"


def floats(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield f"{node.lineno}: {node.value}"
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"float", "math.sqrt", "math.fsum"}:
            yield f"{node.lineno}: {ast.unparse(node)}"


def undocumented_functions(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, Function) and not node.name.startswith("_") and not ast.get_docstring(node):
            yield f"{node.lineno}: {node.name} states neither formula nor contract"


def trusted_templates(text: str) -> Iterator[str]:
    yield from (match[0] for match in re.finditer(r"\|\s*safe(seq)?\b|\{%\s*autoescape off", text))


def foreign_addresses(text: str) -> Iterator[str]:
    """Pages fetch nothing from elsewhere. An XML namespace is a name, not an address."""
    yield from re.findall(r"(?:https?:)?//(?!www\.w3\.org/)[a-z0-9-]+\.[a-z0-9./-]+", text)


def machine_paths(text: str) -> Iterator[str]:
    """Folders of one person's machine have no place in the project."""
    yield from re.findall(r"(?<![\w.}~-])/(?:work|tmp|root|home)/[\w.-]*", text)


def long_text(text: str, limit: int) -> Iterator[str]:
    lines = text.count("\n")
    if lines > limit:
        yield f"{lines} lines"
