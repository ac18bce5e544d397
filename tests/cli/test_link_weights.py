"""Measuring linkage, and weights from what people have answered, by commands."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from math import exp2
from pathlib import Path
from typing import Any

import pytest

from outreach.cli.commands import link_evaluate
from outreach.rules.linkage.weights import Weights
from outreach.terms.work import Judgement
from tests.cli.conftest import Done
from tests.conftest import Home

Run = Callable[..., Done]
SHIPPED = Weights()
WORDS = ("Kirvesranta", "Sumuvaara", "Hopeaniitty", "Tuulikallio", "Merikorpi", "Lumisaari", "Kuusikero", "Vuoksipaja")


def labelled(folder: Path) -> Path:
    """A register of made-up companies with phones, and a list of the same: worse and worse written, the phone right."""
    folder.mkdir()
    register, truth = [], []
    incoming: list[dict[str, Any]] = []
    for n, word in enumerate(WORDS):
        phone = f"050 555 01{n:02}"
        told = {"name": f"{word} Oy", "municipality": "Raahe", "phone": phone, "website": f"{word}.example"}
        register.append({"register_id": f"R{n}", **told})
        for worse in range(6):
            row = {
                "name": f"{word} Oy" if worse < 3 else f"{word[:4]}{word[5:]} Ky",
                "town": "" if worse in (0, 3) else "Iisalmi",
                "website": "muu-sivu.example" if worse in (2, 4, 5) else "",
                "phone": phone,
                "email": "info@aivan-muu.example" if worse == 5 else "",
            }
            incoming.append({"incoming_id": f"I{n}-{worse}", **row})
            truth.append((f"I{n}-{worse}", f"R{n}", f"R{n}", f"worse_{worse}"))
    incoming.append({"incoming_id": "near", "name": "Sumuvaara 2 Oy", "town": "Raahe", "phone": "050 555 0101"})
    incoming.append({"incoming_id": "far", "name": "Ihan Toinen Oy", "town": None, "postcode": 57100})
    truth += [("near", "", "n", "near_family"), ("far", "", "f", "stranger")]
    for name, rows in (("register.jsonl", register), ("incoming.jsonl", incoming)):
        text = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
        (folder / name).write_text(text, encoding="utf-8")
    with (folder / "truth.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("incoming_id", "register_id", "entity", "class"), *truth])
    return folder


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    return labelled(tmp_path / "labelled")


def answer(count: int) -> None:
    """People have answered: nearly all pairs whose phone agrees are different, contrary to what was expected."""
    from outreach import config
    from outreach.services import judgements
    from outreach.services.session import open_workplace
    from outreach.terms.linkage import actor_node, record_node
    from outreach.terms.message import say

    place = open_workplace(config.load())
    with place.write() as uow:
        uow.entry("review", say("Answered"))
        for n in range(count):
            rows = [("name", "similar", -7.5), ("phone", "equal", SHIPPED.phone_equal)]
            rows = rows if n % 2 else [("name", "similar", -1.5)]
            weight = exp2(sum(bits for _, _, bits in rows))
            same = n % 40 == 1 if n % 2 else n % 6 == 0
            uow.now = place.now + timedelta(seconds=n)
            judgements.note(
                uow,
                actor_node(1_000_000_000 + n),
                record_node("lista.xlsx", f"name esimerkki {n}"),
                Judgement.SAME if same else Judgement.DIFFERENT,
                evidence=[{"field": f, "grade": g, "bits": b} for f, g, b in rows],
                posterior=round(weight / (SHIPPED.nobody + weight), 4),
            )
    place.database.close()


def measured(outreach: Run, *arguments: str) -> Any:
    done = outreach("link", "evaluate", *arguments, "--json")
    assert done.code == 0, done.err
    return {key: value for key, value in done.data.items() if key != "seconds"}


def test_a_labelled_set_is_measured_as_a_whole_and_by_class(practice: Home, outreach: Run, batch: Path) -> None:
    found = measured(outreach, str(batch))
    scores = found["scores"]
    assert (found["register"], scores["records"], scores["matches"]) == (8, 50, 48)
    assert scores["near_misses"] == 1
    assert scores["near_miss_share"] == 0.0
    assert scores["precision"] == 1.0
    assert 0 < scores["recall"] <= 1
    assert found["classes"]["worse_0"]["recall"] == 1.0
    assert sum(part["records"] for part in found["classes"].values()) == 50
    assert found["minutes"] == pytest.approx(scores["queued"] * found["seconds_each"] / 60, abs=0.1)
    told = outreach("link", "evaluate", str(batch))
    assert "Precision: of these right" in told.out
    assert "near_family" in told.out
    files = [str(batch / name) for name in ("truth.csv", "register.jsonl", "incoming.jsonl")]
    assert measured(outreach, *files) == found


def test_weights_from_answers_are_shown_used_measured_and_gone_back_from(
    practice: Home, outreach: Run, batch: Path
) -> None:
    before = measured(outreach, str(batch))
    answer(200)
    shown = outreach("link", "weights", "estimate")
    assert shown.code == 0
    assert "+7.00" in next(line for line in shown.out.splitlines() if line.startswith("Same phone number"))
    assert "Nothing is changed yet" in shown.err
    assert measured(outreach, str(batch)) == before
    applied = outreach("link", "weights", "estimate", "--apply", "--json").data
    phone = next(row for row in applied["rows"] if row["name"] == "phone_equal")
    assert (applied["weights_id"], phone["pairs"], phone["same"]) == (1, 100, 5)
    assert phone["estimated"] < SHIPPED.phone_equal - 1.5
    after = measured(outreach, str(batch))
    assert after["weights_id"] == 1
    assert after["scores"]["recall"] < before["scores"]["recall"]  # phones count for less
    assert measured(outreach, str(batch), "--weights", "shipped") == before
    assert "answers: 100" in outreach("link", "weights").out
    assert [row["weights_id"] for row in outreach("link", "weights", "list", "--json").data] == [1, None]
    back = outreach("link", "weights", "use", "shipped")
    assert (back.code, back.out) == (0, "")
    assert "those the program ships with" in back.err
    assert measured(outreach, str(batch)) == before
    assert measured(outreach, str(batch), "--weights", "1") == after
    assert "Weights in use" in outreach("history").out


def test_too_few_answers_change_nothing_and_say_so(practice: Home, outreach: Run) -> None:
    answer(10)
    done = outreach("link", "weights", "estimate")
    assert done.code == 0
    assert "too few answers: stays as shipped" in done.out
    assert "change no weight" in done.err
    refused = outreach("link", "weights", "estimate", "--apply")
    assert (refused.code, refused.out) == (2, "")
    assert outreach("link", "weights", "--json").data["weights_id"] is None


def test_measuring_that_is_stopped_ends_at_the_next_step(
    practice: Home, outreach: Run, batch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_evaluate, "stoppable", lambda: nullcontext(lambda: True))
    done = outreach("link", "evaluate", str(batch))
    assert (done.code, done.out) == (2, "")
    assert "nothing is changed" in done.err


def test_bad_files_are_told_with_file_and_line(practice: Home, outreach: Run, batch: Path) -> None:
    def complaint(name: str, old: str, new: str) -> str:
        path = batch / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        done = outreach("link", "evaluate", str(batch))
        path.write_text(text, encoding="utf-8")
        assert (done.code, done.out) == (2, "")
        assert len(done.err.splitlines()) == 1
        return done.err

    assert "register.jsonl, line 2: this is not JSON" in complaint("register.jsonl", '{"register_id": "R1"', '{"regist')
    assert "incoming.jsonl, line 2: the field town" in complaint("incoming.jsonl", '"town": "Iisalmi"', '"town": ["x"]')
    assert "incoming.jsonl, line 1: the field incoming_id" in complaint("incoming.jsonl", '"I0-0"', "null")
    assert "incoming.jsonl, line 2: I0-0 stands there twice" in complaint("incoming.jsonl", '"I0-1"', '"I0-0"')
    assert "register.jsonl, line 2: R0 stands there twice" in complaint("register.jsonl", '"R1"', '"R0"')
    assert "truth.csv, line 2: R77 is not in the register" in complaint("truth.csv", "I0-0,R0", "I0-0,R77")
    assert "truth.csv, line 2: I99 is not in the incoming list" in complaint("truth.csv", "I0-0,R0", "I99,R0")
    assert "truth.csv, line 3: I0-0 stands there twice" in complaint("truth.csv", "I0-1,", "I0-0,")
    assert "truth.csv has no column register_id" in complaint("truth.csv", "register_id", "company")
    assert "docs/linkage.md" in complaint("truth.csv", "register_id", "company")


def test_what_is_no_labelled_set_is_refused_in_one_sentence(
    practice: Home, outreach: Run, batch: Path, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("hello", encoding="utf-8")
    latin = tmp_path / "truth.csv"
    latin.write_bytes("incoming_id,register_id\nÄ,1\n".encode("latin-1"))
    for arguments in (
        [],
        [str(batch), "--reviewed"],
        ["--reviewed"],
        [str(tmp_path / "none")],
        [str(letter)],
        [str(batch / "truth.csv")],
        [str(batch), str(batch / "truth.csv")],
        [str(batch / "incoming.jsonl"), str(latin)],
        [str(batch), "--weights", "7"],
        [str(batch), "--weights", "best"],
    ):
        done = outreach("link", "evaluate", *arguments)
        assert (done.code, done.out) == (2, ""), arguments
        assert len(done.err.splitlines()) == 1
        assert "Something went wrong" not in done.err
    for number in ("7", "0", "-1", "x", "99999999999999"):
        assert outreach("link", "weights", "use", number).code == 2


def test_a_list_without_a_register_is_looked_up_in_that_of_the_database(
    practice: Home, outreach: Run, tmp_path: Path
) -> None:
    known = outreach("show", "Puurobotiikka Esimerkki Oy", "--json").data
    business_id, name = known["facts"]["business_id"], known["facts"]["name"]
    (tmp_path / "incoming.jsonl").write_text(
        json.dumps({"incoming_id": 1, "name": name, "town": "Savonlinna", "business_id": business_id})
        + "\n\n"
        + json.dumps({"incoming_id": 2, "name": "Sitä Ei Ole Oy"})
        + "\n"
        + json.dumps({"incoming_id": 3})
        + "\n",
        encoding="utf-8",
    )
    truth = tmp_path / "truth.csv"
    truth.write_text(f"\ufeffincoming_id,register_id\n1,{business_id}\n2,\n", encoding="utf-8")
    found = measured(outreach, str(tmp_path))
    assert (found["scores"]["linked"], found["scores"]["right"], found["scores"]["matches"]) == (1, 1, 1)
    assert found["left_out"] == 1
    truth.write_text("incoming_id,register_id\n1,9999999-9\n", encoding="utf-8")
    assert "truth.csv, line 2: 9999999-9 is not in the register" in outreach("link", "evaluate", str(tmp_path)).err
