"""The benchmark of linkage: that its data are what they claim, and that its figures are counted right."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.linkage import score
from benchmarks.linkage.__main__ import main
from benchmarks.linkage.baselines import best_of, token_sort
from benchmarks.linkage.cleaned import read
from benchmarks.linkage.generate import generate
from benchmarks.linkage.incoming import Shares
from benchmarks.linkage.organisation import business_id, plain
from benchmarks.linkage.real import generate_real
from benchmarks.linkage.score import Decision, Truth
from outreach.rules.identity import business_id as checked

SIZE, RECORDS = 1_500, 300


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    generate(SIZE, RECORDS, 3, folder)
    return folder


def lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def test_the_same_seed_gives_the_same_files_and_another_one_gives_others(made: Path, tmp_path: Path) -> None:
    generate(SIZE, RECORDS, 3, tmp_path / "again")
    generate(SIZE, RECORDS, 4, tmp_path / "other")
    for name in ("register.jsonl", "incoming.jsonl", "truth.csv"):
        assert (tmp_path / "again" / name).read_bytes() == (made / name).read_bytes()
        assert (tmp_path / "other" / name).read_bytes() != (made / name).read_bytes()


def test_a_list_holds_matches_near_misses_and_strangers_in_the_shares_that_are_told(made: Path) -> None:
    truth = table(made / "truth.csv")
    near = [row for row in truth if row["class"].startswith("near_")]
    assert sum(bool(row["register_id"]) for row in truth) == round(RECORDS * 0.56)
    assert len(near) == round(RECORDS * 0.22)
    assert not any(row["register_id"] for row in near)
    assert all(row["resembles"] for row in near)


def test_every_register_row_that_the_truth_names_is_there_once(made: Path) -> None:
    rows = Counter(row["register_id"] for row in lines(made / "register.jsonl"))
    named = {row[key] for row in table(made / "truth.csv") for key in ("register_id", "resembles")} - {""}
    assert len(rows) == SIZE == rows.total()
    assert named <= set(rows)


def test_records_of_one_organisation_share_an_entity_and_some_come_twice(made: Path) -> None:
    truth = table(made / "truth.csv")
    sizes = Counter(row["entity"] for row in truth)
    assert all(row["entity"] == row["register_id"] for row in truth if row["register_id"])
    assert {entity[0] for entity, size in sizes.items() if size > 1} == {"R", "N", "S"}


def test_a_name_is_registered_once_unless_it_is_a_persons_or_a_successors(made: Path) -> None:
    names = Counter(plain(row["name"]) for row in lines(made / "register.jsonl") if row["form"] not in ("26", ""))
    assert sum(size - 1 for size in names.values()) < SIZE * 0.005


@pytest.mark.parametrize("number", [0, 1, 17, 1_999_999, 3_499_999])
def test_made_up_business_ids_pass_the_check(number: int) -> None:
    assert checked(business_id(number)) == business_id(number)


def test_no_two_numbers_share_a_business_id() -> None:
    assert len({business_id(number) for number in range(0, 3_000_000, 101)}) == len(range(0, 3_000_000, 101))


def test_the_engine_writes_one_link_at_most_and_clusters_for_all(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, clusters, index = tmp_path / "p.csv", tmp_path / "c.csv", tmp_path / "index"
    asked = ["--register", str(made / "register.jsonl"), "--incoming", str(made / "incoming.jsonl"), "--out", str(out)]
    asked += ["--clusters", str(clusters), "--index", str(index)]
    main(asked)
    first, said = out.read_bytes(), capsys.readouterr().out
    main(asked)
    again = capsys.readouterr().out
    assert "built in" in said
    assert "used again" in again
    assert out.read_bytes() == first
    rows = table(out)
    links = Counter(row["incoming_id"] for row in rows if row["decision"] == "auto")
    assert {row["incoming_id"] for row in rows} == {f"I{n}" for n in range(RECORDS)}
    assert {row["decision"] for row in rows} == {"auto", "review", "new"}
    assert max(links.values()) == 1
    assert len(table(clusters)) == RECORDS
    truth, decisions = score.read_truth(made / "truth.csv"), score.read_predictions(out)
    assert score.figures(truth, decisions).f1 > 0.9
    assert score.pairwise(truth, score.read_clusters(clusters))[2] > 0.8


def test_an_index_of_another_register_is_made_anew(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generate(200, 50, 5, tmp_path / "small")
    for folder in (tmp_path / "small", made):
        files = ["--register", str(folder / "register.jsonl"), "--incoming", str(folder / "incoming.jsonl")]
        main([*files, "--out", str(tmp_path / "p.csv"), "--index", str(tmp_path / "index")])
    assert capsys.readouterr().out.count("built in") == 2


TRUTH = {
    "a": Truth("R1", "R1", "typo"),
    "b": Truth("R2", "R2", "typo"),
    "c": Truth("R2", "R2", "cut"),
    "d": Truth("", "N1", "near_family"),
    "e": Truth("", "S1", "stranger"),
}


def test_figures_of_a_small_list_are_as_counted_by_hand() -> None:
    decisions = {
        "a": Decision(auto="R1"),
        "b": Decision(review=["R9", "R2"]),
        "c": Decision(auto="R3"),
        "d": Decision(auto="R2"),
        "e": Decision(review=["R5"]),
    }
    found = score.figures(TRUTH, decisions)
    assert [found.precision, found.recall] == pytest.approx([1 / 3, 1 / 3])
    assert found.recall_at_review == pytest.approx(2 / 3)
    assert [found.queued, found.near_misses, found.wrong] == pytest.approx([0.4, 1.0, 2])
    assert score.by_class(TRUTH, decisions)["typo"].recall == 0.5


def test_duplicates_are_counted_by_pairs() -> None:
    assert score.pairwise(TRUTH, {"a": "1", "b": "2", "c": "2", "d": "3", "e": "4"}) == (1.0, 1.0, 1.0)
    precision, recall, _ = score.pairwise(TRUTH, {"a": "1", "b": "2", "c": "2", "d": "2"})
    assert [precision, recall] == pytest.approx([1 / 3, 1.0])


def test_a_list_with_two_links_for_a_record_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("incoming_id,register_id,score,decision\na,R1,1,auto\na,R2,1,auto\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="linked twice"):
        score.read_predictions(path)


def test_another_way_gets_the_threshold_that_suits_it_best(made: Path) -> None:
    data = read(made / "register.jsonl", made / "incoming.jsonl")
    _, figures = best_of(token_sort(data, 1), score.read_truth(made / "truth.csv"))
    assert 0.7 < figures.f1 < 0.97
    assert figures.queued <= 0.2


def test_names_of_a_file_give_a_register_with_their_kinds_and_hold_some_back(tmp_path: Path) -> None:
    rows = ["businessid,name,city,source"]
    for number in range(40):
        one = business_id(number)
        rows += [f"{one},Esimerkki {number} Oy,RAAHE,list", f"{one},Apu {number},,list-aux"]
        rows += [f"{one},Ennen {number} Ky,,list-previous"]
    names = tmp_path / "names.csv"
    names.write_text("\n".join([*rows, ",Ilman tunnusta Oy,,list"]), encoding="utf-8")
    generate_real(names, 60, 1, tmp_path / "out", Shares(near=0.0))
    register = lines(tmp_path / "out" / "register.jsonl")
    assert len(register) == 30
    assert all(row["city"] == "RAAHE" and row["form"] == "16" for row in register)
    assert all(len(row["aux_names"]) == len(row["former_names"]) == 1 for row in register)
    assert not any(row["class"].startswith("near_") for row in table(tmp_path / "out" / "truth.csv"))
