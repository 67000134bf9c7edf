import json
from pathlib import Path

import pytest

from scripts import evaluate
from scripts.measure import evaluation, trial
from scripts.measure.evaluation import Pairs
from tests.newsletter import CONTENT
from tests.translate.fake import Fake
from translate.core.languages import EN_ZH
from translate.language.glossary import Glossary, Term
from translate.machine.engine import Engine, EngineOptions
from translate.machine.engines import open_engine

ROOT = Path(__file__).resolve().parents[2]
PAIRS = Pairs(
    "tiny",
    {
        "en": ("Two new hospitals work in Beijing.", "Doctors read the plan of 2025.", "Insulin through the skin."),
        "zh-Hans": ("两家新医院工作在北京。", "医生阅读该计划的 2025。", "胰岛素通过该皮肤。"),
    },
)
GLOSSARY = Glossary([Term("Beijing", "京城", case="exact"), Term("insulin", "胰岛素")])


@pytest.fixture(scope="module")
def engine(tiny_models: Path) -> Engine:
    return open_engine("argos", EN_ZH, options=EngineOptions(models=tiny_models))


def test_a_perfect_translation_scores_full_marks_and_terms_are_counted(engine: Engine) -> None:
    row = evaluation.score(PAIRS, EN_ZH, engine=engine, way="model", glossary=None, counted_terms=GLOSSARY)
    assert (row.units, row.bleu, row.chrf) == (3, 100.0, 100.0)
    assert (row.terms, row.terms_right) == (2, 1)
    assert (row.values_wrong, row.strategies) == (0, {})
    assert row.values >= 1
    assert row.refused == pytest.approx(1 / 3, abs=0.001), "one lacks its term"


@pytest.mark.parametrize("way", ["first", "layer"])
def test_with_a_glossary_every_term_is_right(engine: Engine, way: str) -> None:
    row = evaluation.score(PAIRS, EN_ZH, engine=engine, way=way, glossary=GLOSSARY)
    assert (row.terms, row.terms_right, row.refused) == (2, 2, 0)
    assert row.outputs[0] == "两家新医院工作在京城。"
    assert sum(row.strategies.values()) == 3


def test_numerals_inside_terms_are_no_values_as_they_are_none_for_the_guards() -> None:
    """The term's 二十 has no numeral in English: without the glossary it is one value too many."""
    said = "理事会今天讨论了二十届三中全会。"
    pairs = Pairs("plenum", {"en": ("The council discussed the Third Plenum today.",), "zh-Hans": (said,)})
    glossary = Glossary([Term("Third Plenum", "二十届三中全会")])

    class Knowing(Fake):
        def one(self, sentence: str, target: str) -> str:
            assert (sentence, target) == (pairs.texts["en"][0], "zh-Hans")
            return said

    rows = [
        evaluation.score(pairs, EN_ZH, engine=Knowing(), way="model", glossary=None, counted_terms=held)
        for held in (None, glossary)
    ]
    assert [(row.values_wrong, row.refused) for row in rows] == [(1, 1), (0, 0)]


def test_units_left_in_the_source_language_have_no_term_or_value_right() -> None:
    pairs = Pairs(
        "bad", {"en": ("The doctors said that insulin works 5 times.",), "zh-Hans": ("医生说胰岛素有效5次。",)}
    )
    loop = open_engine("identity", EN_ZH)
    object.__setattr__(loop, "literal", False)
    row = evaluation.score(pairs, EN_ZH, engine=loop, way="layer", glossary=GLOSSARY)
    assert (row.terms, row.terms_right, row.strategies["source"], row.refused) == (1, 0, 1, 1)
    assert row.values_wrong == row.values


def test_sets_are_read_from_pairs_of_files(tmp_path: Path) -> None:
    (tmp_path / "a.en").write_text("one\ntwo\n", encoding="utf-8")
    (tmp_path / "a.zh").write_text("一\n二\n", encoding="utf-8")
    found = evaluation.read([tmp_path / "a.zh", tmp_path / "a.en"])
    assert found == [Pairs("a", {"en": ("one", "two"), "zh-Hans": ("一", "二")})]
    assert found[0].head(1).texts["en"] == ("one",)
    with pytest.raises(ValueError, match=r"a\.zh expected"):
        evaluation.read([tmp_path / "a.en"])
    (tmp_path / "a.zh").write_text("一\n", encoding="utf-8")
    with pytest.raises(ValueError, match="2 and 1 lines"):
        evaluation.read([tmp_path / "a.zh", tmp_path / "a.en"])


def test_our_own_issues_make_a_set() -> None:
    pairs = evaluation.own(CONTENT / "issues")
    assert len(pairs.texts["en"]) == len(pairs.texts["zh-Hans"]) > 20
    assert any("Lantern Bay Clinic" in text for text in pairs.texts["en"])
    assert not any("](" in text for text in pairs.texts["en"])


def test_a_term_set_holds_only_pairs_whose_texts_agree_with_the_glossary() -> None:
    kept = evaluation.with_terms(PAIRS, GLOSSARY)
    assert kept.texts["en"] == ("Insulin through the skin.",)
    assert evaluation.supported(GLOSSARY, [PAIRS]).terms == (Term("insulin", "胰岛素"),)


def test_scores_survive_the_file_and_compare(engine: Engine, tmp_path: Path) -> None:
    both = [
        evaluation.score(PAIRS, EN_ZH, engine=engine, way="first", glossary=glossary, counted_terms=GLOSSARY)
        for glossary in (None, GLOSSARY)
    ]
    text = evaluation.to_json(both[:1], {"en→zh-Hans": engine.name})
    before = evaluation.from_json(text)
    assert before == both[:1]
    said = evaluation.compare(before, both[1:], [PAIRS])
    assert "terms 50.0% → 100.0%" in said
    assert "BLEU p=" in said
    assert "nothing to compare with" in evaluation.compare([], both[1:], [PAIRS])
    with pytest.raises(ValueError, match="format 1"):
        evaluation.from_json(json.dumps({"format": 0}))


def test_the_table_has_a_line_per_row(engine: Engine) -> None:
    row = evaluation.score(PAIRS, EN_ZH, engine=engine, way="first", glossary=GLOSSARY)
    head, line = evaluation.table([row]).splitlines()
    assert head.split()[:5] == ["set", "direction", "way", "units", "BLEU"]
    assert "100.0% of 2" in line


def test_the_command_prints_writes_and_compares(
    tiny_models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TWOFOLD_MODELS", str(tiny_models))
    for code, suffix in (("en", "en"), ("zh-Hans", "zh")):
        (tmp_path / f"s.{suffix}").write_text("\n".join(PAIRS.texts[code]) + "\n", encoding="utf-8")
    terms = tmp_path / "terms.csv"
    terms.write_text("sourceLang,sourceString,targetString\nen,plan,计划\nen,skin,表皮\n", encoding="utf-8")
    glossary = ["--glossary", str(CONTENT / "glossary.csv")]
    files = [str(tmp_path / "s.en"), str(tmp_path / "s.zh"), "--terms", str(terms), *glossary]
    assert evaluate.main([*files, "--to", "zh-Hans", "--json", str(tmp_path / "one.json")]) == 0
    out = capsys.readouterr().out
    assert "argos en-zh 0.9, SHA-256 " in out
    assert [line.split()[2] for line in out.splitlines()[1:4]] == ["model", "first", "layer"]
    assert evaluate.main([*files, "--to", "zh-Hans", "--compare", str(tmp_path / "one.json"), "--way", "first"]) == 0
    assert "p=" in capsys.readouterr().out
    assert evaluate.main([*files, "--marks"]) == 0
    assert "around" in capsys.readouterr().out
    assert evaluate.main([str(tmp_path / "none.en"), str(tmp_path / "none.zh"), *glossary]) == 1
    monkeypatch.setenv("TWOFOLD_MODELS", str(tmp_path))
    assert evaluate.main(files) == 1
    assert "Run `make models`" in capsys.readouterr().err


def test_marks_are_put_around_numbers_and_terms_and_found_again(engine: Engine) -> None:
    found = trial.cases(PAIRS, GLOSSARY, EN_ZH)
    assert [one.unit.text for one in found] == [
        "Doctors read the plan of \ue0002025\ue001.",
        "\ue000Insulin\ue001 through the skin.",
    ]
    rows = {row.way: row for row in trial.run(found, engine, EN_ZH, beam=2)}
    for way in ("attention", "attention and words alone", "around"):
        assert (rows[way].survived, rows[way].there, rows[way].right) == (2, 2, 2), way
    assert rows["tokens X1"].chrf <= 100
    assert "attention" in trial.table(list(rows.values()))
