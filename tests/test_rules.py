"""docs/pravidla.md and the tests agree: every rule is proven, and the page names nothing that there is not."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "pravidla.md").read_text(encoding="utf-8")

RULE = re.compile(r"\b(?:R\d+(?:\.\d+)?|X)-\d+\b")
TEST = re.compile(r"`([\w/]+\.py)(?:::(\w+))?`")
FORM = re.compile(r"\bF\d+\b")


def table(*titles: str) -> list[list[str]]:
    """The rows of all tables in the page's sections of these titles, without their headings."""
    sections = {section.partition("\n")[0]: section for section in PAGE.split("\n## ")}
    lines = "".join(sections[title] for title in titles).splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    ruled = [index for index, row in enumerate(cells) if set(row) == {"---"}]
    return [row for index, row in enumerate(cells) if index not in ruled and index + 1 not in ruled]


RULES = table("Pravidla dokumentu", "Naše pravidla")
DEMANDS = table("Co dokument žádá, větu po větě")
FORMS = table("Formuláře")


@cache
def proofs() -> dict[str, dict[str, set[str]]]:
    """The rules that each test names in its docstring, by file and function."""
    files = (ROOT / "tests").rglob("test_*.py")
    return {path.relative_to(ROOT / "tests").as_posix(): _named(path) for path in files}


def _named(path: Path) -> dict[str, set[str]]:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    tests = [function for function in functions if function.name.startswith("test_")]
    return {test.name: set(RULE.findall(ast.get_docstring(test) or "")) for test in tests}


def proven_in(file: str) -> set[str]:
    """The rules that the tests of the file name; none if there is no such file."""
    return set().union(*proofs().get(file, {}).values())


def test_every_rule_stands_on_the_page_once() -> None:
    """An id means one rule, and each chapter counts its rules from 1 without a gap."""
    ids = [row[0].rsplit("-", 1) for row in RULES]
    chapters = {chapter: sorted(int(number) for other, number in ids if other == chapter) for chapter, _ in ids}
    assert {"R1", "R2.3", "R3", "X"} <= set(chapters)
    assert chapters == {chapter: list(range(1, len(numbers) + 1)) for chapter, numbers in chapters.items()}


def test_every_row_of_every_table_is_filled_in() -> None:
    """Where a rule is met, by which form or command, and by which test it is proven."""
    assert {len(row) for row in RULES} == {4}
    assert {len(row) for row in DEMANDS} == {5}
    assert [row for row in RULES + DEMANDS + FORMS if not all(row)] == []


def test_every_rule_is_proven_in_the_files_that_its_row_names() -> None:
    """Each file there has a test that names the rule."""
    named = [(row[0], file) for row in RULES for file, _ in TEST.findall(row[3])]
    assert {rule for rule, _ in named} == {row[0] for row in RULES}
    assert [(rule, file) for rule, file in named if rule not in proven_in(file)] == []


def test_every_demand_has_a_test_that_names_one_of_its_rules() -> None:
    """What the document asks for leads to a rule of the page, and to a function that proves it."""
    unproven = []
    for place, demand, rules, _, test in DEMANDS:
        named = [proofs().get(file, {}).get(function, set()) for file, function in TEST.findall(test)]
        if not named or not all(found & set(RULE.findall(rules)) for found in named):
            unproven.append((place, demand, test))
    assert unproven == []


def test_every_chapter_of_the_document_is_there() -> None:
    """Each of its rules is asked for somewhere, so nothing was made up and nothing left out."""
    asked = {rule for row in DEMANDS for rule in RULE.findall(row[2])}
    known = {row[0] for row in RULES}
    assert asked <= known
    assert {rule for rule in known if rule.startswith("R")} <= asked


def test_tests_name_no_rule_that_the_page_does_not_have() -> None:
    """A slip in an id would leave a rule unproven."""
    known = {row[0] for row in RULES}
    named = [(file, test, rule) for file, tests in proofs().items() for test, rules in tests.items() for rule in rules]
    assert [(file, test, rule) for file, test, rule in named if rule not in known] == []


def test_forms_named_on_the_page_are_listed_there() -> None:
    """F1 to F18, each met by some rule or demand."""
    listed = [row[0] for row in FORMS]
    assert listed == [f"F{number}" for number in range(1, 19)]
    assert {form for row in RULES + DEMANDS for form in FORM.findall(row[2] + row[3])} == set(listed)
