"""Each misconception as a change of a program: what it makes of one, and what it leaves alone."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from runner.explanation.mutations.declaration import MAX_PLACES, Mutation, declared
from runner.explanation.source import Source

SAMPLES: dict[str, dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("mutations.yaml").read_text(encoding="utf-8")
)
CATALOGUE = {mutation.name: mutation for mutation in declared()}


def mutants(mutation: Mutation, text: str) -> list[str]:
    source = Source.parse(text)
    assert source is not None
    return list(mutation.mutants(source))


def test_every_mutation_has_a_sample_and_no_sample_lacks_its_mutation() -> None:
    assert set(SAMPLES) == set(CATALOGUE)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_mutation_edits_the_text_where_the_slip_is_made(name: str) -> None:
    assert mutants(CATALOGUE[name], SAMPLES[name]["before"]) == SAMPLES[name]["after"]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_mutation_leaves_alone_what_only_looks_alike(name: str) -> None:
    assert mutants(CATALOGUE[name], SAMPLES[name]["left_alone"]) == []


@pytest.mark.parametrize("mutation", declared(), ids=lambda mutation: mutation.name)
def test_a_sentence_can_be_read_aloud_beside_any_program(mutation: Mutation) -> None:
    assert re.fullmatch(r"[A-Z`].{25,118}\.", mutation.sentence)
    assert mutation.sentence.count("`") % 2 == 0


def test_no_two_mutations_say_the_same() -> None:
    assert len({mutation.sentence for mutation in declared()}) == len(declared())


def test_a_file_is_named_as_its_mutation() -> None:
    folder = Path(__file__).parents[3] / "runner" / "explanation" / "mutations"
    files = {path.stem.replace("_", "-") for path in folder.glob("*.py")} - {"--init--", "declaration"}
    assert files == set(CATALOGUE)


def test_formatting_and_comments_around_the_place_stay() -> None:
    before = "x  =  torch.zeros( 4,3 )   # a table: größer\nprint( x.sum( dim = 1 ) ) # rows\n"
    after = "x  =  torch.zeros( 4,3 )   # a table: größer\nprint( x.sum( dim = 0 ) ) # rows\n"
    assert mutants(CATALOGUE["first-dimension"], before) == [after]


def test_places_behind_letters_of_many_bytes_are_found() -> None:
    before = "print('größe → ∞', x.sum(dim=1))\n"
    assert mutants(CATALOGUE["first-dimension"], before) == ["print('größe → ∞', x.sum(dim=0))\n"]


def test_many_places_are_tried_alone_up_to_a_bound_and_not_all_at_once() -> None:
    many = "".join(f"print(x.sum(dim={number + 1}))\n" for number in range(300))
    assert len(mutants(CATALOGUE["first-dimension"], many)) == MAX_PLACES


def test_a_mutant_that_would_not_parse_is_none() -> None:
    assert mutants(CATALOGUE["no-grad-forgotten"], "with torch.no_grad(): y = model(x)\n") == []


ODD_SOURCES = {
    "form feed and tabs": "with torch.no_grad():\n\ty = f(x)\n\x0c\tprint(y)\nz = g(y)\n",
    "carriage returns": "model.eval()\r\nfor p in q:\r    p.step()\r    s.step()\r\nprint(x[0:1].T)\n",
    "letters that Python normalises": "print(x.ﬁt(dim=1), model.ﬁt_𝓽(1).sum(), x.ᵗ.T)\n",
    "no line end": "x += y; print(x.sum(dim=1)); model.eval()",
    "continued lines": "x = y \\\n  . sum(dim \\\n = 1) \\\n / z\n",
    "signs in comments": "x = (a  # / and .T\n     / b.T)\nprint(x # .sum\n  .sum(dim=1))\n",
    "f-strings": 'print(f\'ü{x.sum(dim=1):.{n}f}\', f"""\n{x.T!r}\n{ y.mean( dim = 0 ) }""", f\'{x=}\')\n',
    "nested f-strings": "print(f'{f\"{x.sum(dim=1)}\"}', 'a' f'é{x.T}' 'b')\n",
    "one line": "class A: x = 1\nif x: model.eval()\nelse: model.train()\nwith torch.no_grad(): y = f(x)\nz = 1\n",
    "everything empty": "sum()\nx.sum()\ntorch.cat()\nx.reshape()\nx.permute()\nrange()\nx.requires_grad_()\nx[()]\n",
    "starred": "f(*a, **b)\nx.sum(*dims, dim=1)\ntorch.zeros(*shape)\nnn.Sequential(*layers, nn.ReLU())\n",
}


@pytest.mark.parametrize("text", ODD_SOURCES.values(), ids=ODD_SOURCES)
def test_no_mutation_stumbles_over_odd_sources(text: str) -> None:
    source = Source.parse(text)
    assert source is not None
    for mutation in declared():
        assert all(Source.parse(mutant) is not None for mutant in mutation.mutants(source))


def test_an_expression_in_an_f_string_is_edited_where_it_stands() -> None:
    before = "print(f'größe {x.sum(dim=1).item():.2f}')\n"
    assert mutants(CATALOGUE["first-dimension"], before) == ["print(f'größe {x.sum(dim=0).item():.2f}')\n"]
