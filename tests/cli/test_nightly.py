"""The nightly run as a timer starts it and as an analyst reads it in the morning."""

from __future__ import annotations

import configparser
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from importers.fetch import Fetcher
from outreach.cli import logfile, timer
from tests.cli.conftest import ROOT, Done
from tests.conftest import Home
from tests.doubles.site import Site, answer
from tests.doubles.ytj_records import bulk_zip, made_up
from tests.doubles.ytj_server import YtjServer, error

Run = Callable[..., Done]
NOW = datetime(2026, 3, 10, 6, tzinfo=UTC)
PAGE = b"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Yritykset</title></head><body><table>
<tr><th>Yritys</th><th>Kunta</th></tr><tr><td>Puupaja Malli Oy</td><td>Savonlinna</td></tr></table></body></html>"""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[YtjServer]:
    with YtjServer([made_up(300_000 + number) for number in range(50)]) as running:
        monkeypatch.setenv("OUTREACH_YTJ_BASE_URL", running.url)
        monkeypatch.setenv("OUTREACH_YTJ_INTERVAL", "0")
        yield running


@pytest.fixture
def ready(outreach_home: Home, outreach: Run, server: YtjServer, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home whose register is still empty."""
    monkeypatch.setenv("OUTREACH_NOW", "2026-03-10T08:00")
    assert outreach("init", "--name", "Maija Kokeilija", "--town", "740", "--language", "en").code == 0
    return outreach_home


def fetcher(*ports: int) -> Fetcher:
    allow = [("127.0.0.1", port) for port in ports]
    return Fetcher("testi@example.fi", allow=allow, sleep=lambda seconds: None, clock=lambda: NOW)


def log(home: Home) -> list[str]:
    return logfile.path_in(home.data).read_text(encoding="utf-8").splitlines()


def test_a_night_as_a_table_as_data_and_in_the_log(ready: Home, outreach: Run, server: YtjServer) -> None:
    with Site() as site:
        site.pages["/jasenet"] = answer(PAGE, headers={"Content-Type": "text/html; charset=utf-8"})
        door = fetcher(server.port, site.port)
        address = f"{site.url}/jasenet?key=secret"
        assert outreach("import", "web", address, fetcher=door).code == 0
        first = outreach("nightly", "--json", fetcher=door)
        table = outreach("nightly", fetcher=door)
    assert first.code == 0, first.err
    total = first.data["total"]
    assert (total["created"], total["unchanged"], first.data["exit_code"]) == (50, 1, 0)
    assert total["read"] == sum(total[name] for name in ("created", "changed", "unchanged", "rejected"))
    assert [found["source"] for found in first.data["sources"]] == ["register", "web", "vanished", "scores"]
    lines = table.out.splitlines()
    assert lines[0].split()[:3] == ["Source", "State", "Read"]
    assert "Nothing new" in lines[1]
    assert lines[-1].startswith("Total")
    assert "nothing to do" in table.err
    written = log(ready)
    assert all(line.startswith("2026-03-10T06:00:00Z ") for line in written)
    counted = "read=50 created=50 changed=0 unchanged=0 rejected=0 vanished=0 review=0"
    assert any(f"register done run=2: {counted} seconds=" in line for line in written)
    assert any(f"web begins {site.url}/jasenet" in line for line in written)
    assert "secret" not in "".join(written)
    assert "Puupaja" not in "".join(written)
    assert "nightly ends, code 0: " in written[-1]


def test_a_source_that_fails_is_told_and_the_night_ends_with_1(ready: Home, outreach: Run, server: YtjServer) -> None:
    with Site() as site:
        site.pages["/jasenet"] = answer(PAGE, headers={"Content-Type": "text/html; charset=utf-8"})
        door = fetcher(server.port, site.port)
        outreach("import", "web", f"{site.url}/jasenet", fetcher=door)
        site.pages["/jasenet"] = answer(b"gone", status=410)
        done = outreach("nightly", fetcher=door)
    assert done.code == 1
    assert "127.0.0.1:" in done.out
    assert f"Web page {site.url}/jasenet: The page answers 410" in done.err
    assert "410" in done.err
    assert any("warning web: The page answers 410" in line for line in log(ready))


def test_a_page_that_is_gone_is_left_out_until_it_is_imported_again(
    ready: Home, outreach: Run, server: YtjServer
) -> None:
    with Site() as site:
        site.pages["/jasenet"] = answer(PAGE, headers={"Content-Type": "text/html; charset=utf-8"})
        door, address = fetcher(server.port, site.port), f"{site.url}/jasenet"
        outreach("import", "web", address, fetcher=door)
        left = outreach("nightly", "--leave-out", address)
        without = outreach("nightly", "--only", "web", "--json", fetcher=door)
        outreach("import", "web", address, fetcher=door)
        again = outreach("nightly", "--only", "web", "--json", fetcher=door)
    assert (left.code, left.out) == (0, "")
    assert address in left.err
    assert [found["source"] for found in without.data["sources"]] == ["scores"]
    assert [found["source"] for found in again.data["sources"]] == ["web", "scores"]


def test_a_night_in_which_nothing_could_be_done_ends_with_2(ready: Home, outreach: Run, server: YtjServer) -> None:
    server.next_replies = [error(500, "Internal error", 1)] * 9
    done = outreach("nightly", fetcher=fetcher(server.port))
    assert done.code == 2
    assert "does not give the file" in done.err
    assert "code 2" in log(ready)[-1]


def test_rejects_and_what_waits_for_a_person_end_with_1(ready: Home, outreach: Run, tmp_path: Path) -> None:
    path = tmp_path / "night.zip"
    path.write_bytes(bulk_zip([made_up(300_000 + number) for number in range(50)] + [made_up(1, names=[])]))
    done = outreach("nightly", "--bulk", str(path), "--only", "register", "--json")
    assert done.code == 1
    assert (done.data["total"]["created"], done.data["total"]["rejected"]) == (50, 1)
    assert f"outreach runs show {done.data['sources'][0]['run_ids'][0]}" in done.err


def test_a_second_night_says_who_holds_the_turn_and_leaves(ready: Home, outreach: Run, tmp_path: Path) -> None:
    from outreach import config
    from outreach.services.session import open_workplace
    from outreach.services.turn import turn

    place = open_workplace(config.load(overrides={"adviser": "Maija Kokeilija"}))
    with turn(place.database, now=place.now, adviser_id=place.adviser_id):
        done = outreach("nightly", "--only", "web")
    place.database.close()
    assert (done.code, done.out) == (2, "")
    assert "An import is already running: Maija Kokeilija, since 2026-03-10 08:00." in done.err
    assert "nightly refused: An import is already running" in log(ready)[-1]
    assert outreach("nightly", "--only", "web").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--only", "moon"], "Allowed: register, web, vanished"),
        (["--only", "web", "--bulk", "x.zip"], "--bulk is a file of the register"),
        (["--force"], "--force belongs to --install-timer"),
        (["--install-timer", "--only", "web"], "--install-timer and --leave-out are used alone"),
        (["--leave-out", "https://example.fi/", "--install-timer"], "are used alone"),
        (["--leave-out", "https://example.fi/"], "not among those that are read every night: https://example.fi/"),
        (["--bulk", "none.zip", "--only", "register"], "none.zip"),
    ],
)
def test_what_cannot_be_is_told(ready: Home, outreach: Run, arguments: list[str], said: str) -> None:
    done = outreach("nightly", *arguments)
    assert done.code == 2
    assert said in done.err


def test_the_log_rotates_and_a_log_that_cannot_be_written_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logfile, "MOST_BYTES", 2_000)
    for _ in range(3):
        with logfile.opened(tmp_path) as logger:
            for number in range(100):
                logger.info("%s %s", "x" * 90, number)
    found = sorted(path.name for path in (tmp_path / logfile.FOLDER).iterdir())
    assert found == [logfile.FILE_NAME, *(f"{logfile.FILE_NAME}.{number}" for number in range(1, 5))]
    assert all(path.stat().st_size <= logfile.MOST_BYTES for path in (tmp_path / logfile.FOLDER).iterdir())
    assert oct(logfile.path_in(tmp_path).stat().st_mode & 0o777) == "0o600"
    blocked = tmp_path / "blocked"
    blocked.write_text("a file", encoding="utf-8")
    with logfile.opened(blocked) as logger:
        logger.info("nobody hears this")
    assert blocked.read_text(encoding="utf-8") == "a file"


def test_lines_of_the_log_stay_lines(tmp_path: Path) -> None:
    with logfile.opened(tmp_path) as logger:
        logger.info("%s", "one\ntwo\x1b[31m")
    assert len(logfile.path_in(tmp_path).read_text(encoding="utf-8").splitlines()) == 1


def test_the_timer_is_written_where_systemd_looks(
    ready: Home, outreach: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(timer, "systemd_runs", lambda: True)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    done = outreach("nightly", "--install-timer")
    assert done.code == 0
    folder = tmp_path / "xdg" / "systemd" / "user"
    assert done.out.splitlines() == [
        str(folder / "outreach-nightly.service"),
        str(folder / "outreach-nightly.timer"),
        "systemctl --user enable --now outreach-nightly.timer",
        "loginctl enable-linger",
    ]
    text = (folder / "outreach-nightly.service").read_text(encoding="utf-8")
    assert f"Environment=OUTREACH_DATA_DIR={ready.data}\n" in text
    assert "OUTREACH_NOW" not in text
    assert text.count("ExecStart=") == 1
    assert "-m outreach nightly\n" in text
    unit = configparser.RawConfigParser(strict=True)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(folder / "outreach-nightly.timer", encoding="utf-8")
    assert unit["Timer"]["Persistent"] == "true"
    assert "RandomizedDelaySec" in unit["Timer"]
    assert outreach("nightly", "--install-timer").code == 0
    (folder / "outreach-nightly.timer").write_text("[Timer]\nOnCalendar=weekly\n", encoding="utf-8")
    refused = outreach("nightly", "--install-timer")
    assert (refused.code, refused.out) == (2, "")
    assert "holds something else" in refused.err
    assert "weekly" in (folder / "outreach-nightly.timer").read_text(encoding="utf-8")
    assert outreach("nightly", "--install-timer", "--force").code == 0
    assert "weekly" not in (folder / "outreach-nightly.timer").read_text(encoding="utf-8")


def test_without_systemd_a_cron_line_and_on_windows_a_task_is_told(
    ready: Home, outreach: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    monkeypatch.setattr(timer, "systemd_runs", lambda: False)
    monkeypatch.setattr(sys, "platform", "linux")
    cron = outreach("nightly", "--install-timer")
    assert cron.code == 0
    assert "crontab -e" in cron.err
    minute, hour = (int(part) for part in cron.out.splitlines()[-1].split()[:2])
    assert 0 <= minute < 60
    assert 4 <= hour <= 5
    assert cron.out.splitlines()[-1].endswith("-m outreach nightly")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert len(outreach("nightly", "--install-timer").out.splitlines()) == 1
    monkeypatch.setattr(sys, "platform", "win32")
    task = outreach("nightly", "--install-timer").out
    assert task.startswith('schtasks /Create /TN "outreach-nightly" /SC DAILY /ST 0')


def test_a_password_does_not_get_into_a_timer(
    ready: Home, outreach: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    secret = "postgresql://maija:sala@server.example.fi/outreach"
    by_option = outreach("--database", secret, "nightly", "--install-timer")
    monkeypatch.setenv("OUTREACH_DATABASE", secret)
    by_variable = outreach("nightly", "--install-timer")
    for refused in (by_option, by_variable):
        assert (refused.code, refused.out) == (2, "")
        assert "password" in refused.err
        assert "sala" not in refused.err
    assert not (tmp_path / "xdg").exists()


def test_words_of_a_unit_and_of_a_cron_line_mean_themselves(tmp_path: Path) -> None:
    words = ["/opt/my tools/out%reach", "--database", "a$b", "nightly"]
    environ = {"OUTREACH_DATA_DIR": "/home/å b/50%$x"}
    service, _ = timer.install(words, environ, tmp_path, force=False)
    text = service.read_text(encoding="utf-8")
    assert 'ExecStart="/opt/my tools/out%%reach" --database a$$b nightly\n' in text
    assert 'Environment="OUTREACH_DATA_DIR=/home/å b/50%%$x"\n' in text
    line = timer.cron_line(words, environ)
    assert "OUTREACH_DATA_DIR='/home/å b/50\\%$x' '/opt/my tools/out\\%reach' --database 'a$b' nightly" in line


def test_a_program_that_is_asked_to_end_stops_between_two_steps_and_goes_on_later(
    ready: Home, server: YtjServer, outreach: Run
) -> None:
    server.records = [made_up(300_000 + number, note=Random(number).randbytes(8000).hex()) for number in range(60)]
    server.pause = 0.05
    code = (
        "import sys\n"
        "from importers.fetch import Fetcher\n"
        "from outreach import clock\n"
        "from outreach.cli import main\n"
        f"door = Fetcher('testi@example.fi', allow=[('127.0.0.1', {server.port})], clock=clock.now)\n"
        "print('ready', flush=True)\n"
        "sys.exit(main(['nightly', '--only', 'register', '--json'], fetcher=door))\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    part = ready.data / "ytj-all-companies.zip.part"
    while process.poll() is None and not (part.exists() and part.stat().st_size):
        pass
    os.kill(process.pid, signal.SIGTERM)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 2, err
    found = json.loads(out.partition("ready\n")[2])
    assert (found["stopped"], found["sources"][0]["state"]) == (True, "stopped")
    assert "Stopping after the present step" in err
    assert "run the command again to go on" in err
    assert part.stat().st_size > 0
    server.pause = 0.0
    done = outreach("nightly", "--only", "register", "--json", fetcher=fetcher(server.port))
    assert (done.code, done.data["total"]["created"]) == (0, 60)
    assert server.file_asked[-1]["range"].startswith("bytes=")
    assert not part.exists()
