"""The virtual list: what it shows, what it asks for, and that it does not jump."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from outreach.terms.message import say
from outreach.terms.views import Page
from tests.tui.conftest import HOSTILE, settle
from tui.theme import DARK
from tui.widgets.pages import SIZE
from tui.widgets.paint import Column
from tui.widgets.rows import Rows


@dataclass(frozen=True)
class Row:
    number: int
    name: str


class Source:
    """A table in memory that notes which parts were asked for."""

    def __init__(self, names: list[str]) -> None:
        self.rows = [Row(n, name) for n, name in enumerate(names)]
        self.asked: list[tuple[int, int]] = []
        self.fails = False

    async def fetch(self, offset: int, limit: int) -> Page[Row]:
        self.asked.append((offset, limit))
        if self.fails:
            raise RuntimeError("gone")
        return Page(tuple(self.rows[offset : offset + limit]), offset, len(self.rows))


class ListApp(App[None]):
    CSS_PATH = "../../tui/look.tcss"

    def __init__(self, source: Source, **options: bool) -> None:
        super().__init__()
        self.register_theme(DARK)
        self.theme = DARK.name
        self.source = source
        self.options = options
        self.moved: list[int | None] = []
        self.opened: list[int] = []
        self.failed = 0

    def compose(self) -> ComposeResult:
        columns = [
            Column[Row](lambda row: row.name, 10, grow=1, title=say("Name")),
            Column[Row](lambda row: str(row.number), 7, right=True, title=say("No")),
            Column[Row](lambda row: "far right", 9, at_least=100, title=say("Wide")),
        ]
        yield Rows(
            columns,
            key=lambda row: row.number,
            fetch=self.source.fetch,
            empty=lambda: "Nothing. a: add",
            **self.options,
        )

    def on_mount(self) -> None:
        self.list.reload()

    @property
    def list(self) -> Rows[Row]:
        return self.query_one(Rows)

    def on_rows_moved(self, event: Rows.Moved[Row]) -> None:
        self.moved.append(event.row.number if event.row else None)

    def on_rows_opened(self, event: Rows.Opened[Row]) -> None:
        self.opened.append(event.row.number)

    def on_rows_failed(self, event: Rows.Failed) -> None:
        self.failed += 1


def lines(app: App[None]) -> list[str]:
    return [strip.text for strip in app.screen._compositor.render_strips()]


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)  # type: ignore[arg-type]


def many(count: int) -> Source:
    return Source([f"Yritys {n}" for n in range(count)])


async def test_end_reaches_the_true_last_of_100_000_rows_with_few_questions() -> None:
    app = ListApp(many(100_000))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)  # type: ignore[arg-type]
        await press(pilot, "end")
        assert app.list.row == Row(99_999, "Yritys 99999")
        assert "Yritys 99999" in lines(app)[-1]
        assert len(app.source.asked) <= 6
        await press(pilot, "home")
        assert lines(app)[0].startswith("▌Yritys 0 ")


async def test_rows_not_yet_come_show_dots_and_enter_waits_for_them() -> None:
    app = ListApp(many(5_000))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)  # type: ignore[arg-type]
        app.list.action_last()
        app.list.action_open()
        assert app.opened == []
        await settle(pilot)  # type: ignore[arg-type]
        assert app.opened == [4_999]


async def test_the_cursor_is_marked_by_a_sign_and_moves_by_arrows_letters_and_pages() -> None:
    app = ListApp(many(300))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)  # type: ignore[arg-type]
        await press(pilot, "j", "down", "k")
        assert [line[0] for line in lines(app)[:3]] == [" ", "▌", " "]
        await press(pilot, "pagedown")
        assert app.list.cursor == 25
        await press(pilot, "pageup", "pageup")
        assert app.list.cursor == 0


async def test_a_cursor_move_repaints_two_lines() -> None:
    app = ListApp(many(300))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)  # type: ignore[arg-type]
        painted: list[int] = []
        paint_line = app.list.paint_line
        app.list.paint_line = lambda line, cells: (painted.append(line), paint_line(line, cells))[1]  # type: ignore[method-assign]
        await press(pilot, "down")
        assert sorted(painted) == [0, 1]


async def test_reload_keeps_the_row_under_the_cursor_at_its_line() -> None:
    app = ListApp(many(1_000))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)  # type: ignore[arg-type]
        await press(pilot, "pagedown", "pagedown", "up", "up")
        before = [n for n, line in enumerate(lines(app)) if line.startswith("▌")]
        held = app.list.row
        app.source.rows = [Row(-n, f"uusi {n}") for n in range(1, 4)] + app.source.rows
        app.list.reload()
        await settle(pilot)  # type: ignore[arg-type]
        assert app.list.row == held
        assert [n for n, line in enumerate(lines(app)) if line.startswith("▌")] == before


async def test_when_the_row_under_the_cursor_is_gone_the_next_one_comes_under_it() -> None:
    app = ListApp(many(50))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)  # type: ignore[arg-type]
        await press(pilot, "down", "down")
        del app.source.rows[2]
        app.list.reload()
        await settle(pilot)  # type: ignore[arg-type]
        assert app.list.row == Row(3, "Yritys 3")
        assert app.moved[-1] == 3


async def test_a_row_taken_out_is_gone_at_once_and_the_next_comes_under_the_cursor() -> None:
    app = ListApp(many(300))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)  # type: ignore[arg-type]
        await press(pilot, "down", "down")
        asked = len(app.source.asked)
        del app.source.rows[2]
        app.list.take_out({2})
        assert app.list.row == Row(3, "Yritys 3")
        assert app.list.total == 299
        assert len(app.source.asked) == asked
        app.list.reload()
        await press(pilot, "end")
        assert app.list.row == Row(299, "Yritys 299")


async def test_a_list_that_shrinks_while_its_end_is_shown_shows_its_new_end() -> None:
    app = ListApp(many(1_000))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)  # type: ignore[arg-type]
        await press(pilot, "end")
        app.source.rows = app.source.rows[:30]
        app.list.reload()
        await settle(pilot)  # type: ignore[arg-type]
        assert app.list.row == Row(29, "Yritys 29")
        assert "Yritys 29" in lines(app)[-1]


async def test_an_empty_list_says_which_key_helps() -> None:
    app = ListApp(many(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)  # type: ignore[arg-type]
        assert "Nothing. a: add" in lines(app)[0]


async def test_marks_are_kept_by_row_and_counted() -> None:
    app = ListApp(many(20), marks=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)  # type: ignore[arg-type]
        await press(pilot, "space", "space", "up", "space")
        assert app.list.marked == {0}
        assert lines(app)[0].startswith(" *Yritys 0")


async def test_columns_take_the_width_they_have_and_numbers_stand_right() -> None:
    app = ListApp(many(3), titles=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)  # type: ignore[arg-type]
        head, first = lines(app)[:2]
        assert head.split() == ["Name", "No"]
        assert len(head) == len(first) == 80
        assert first.rstrip().endswith(" 0")
        assert head.rstrip().endswith("No")
        await pilot.resize_terminal(120, 24)
        await settle(pilot)  # type: ignore[arg-type]
        assert "far right" in lines(app)[1]


async def test_hostile_names_are_shown_as_text_in_lines_of_exact_width() -> None:
    from textual.strip import Strip

    app = ListApp(Source(list(HOSTILE)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)  # type: ignore[arg-type]
        strips: list[Strip] = app.screen._compositor.render_strips()
        text = "\n".join(strip.text for strip in strips)
        assert "[/] Oy" in text
        assert "[bold]Oy[/bold]" in text
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "x…" in text
        assert {strip.cell_length for strip in strips} == {80}


async def test_a_question_that_fails_is_told_once_and_the_list_goes_on_with_the_next_move() -> None:
    app = ListApp(many(5_000))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)  # type: ignore[arg-type]
        app.source.fails = True
        await press(pilot, "end")
        assert app.failed == 1
        app.source.fails = False
        await press(pilot, "up")
        assert app.list.row == Row(4_998, "Yritys 4998")


async def test_an_answer_to_an_older_question_is_dropped() -> None:
    import asyncio

    slow, fast = many(10), Source(["nopea"])
    gate = asyncio.Event()

    async def late(offset: int, limit: int) -> Page[Row]:
        await gate.wait()
        return await slow.fetch(offset, limit)

    app = ListApp(many(100))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)  # type: ignore[arg-type]
        app.list.reload(late, top=True)
        await pilot.pause()
        app.list.reload(fast.fetch, top=True)
        await settle(pilot)  # type: ignore[arg-type]
        gate.set()
        await settle(pilot)  # type: ignore[arg-type]
        assert app.list.total == 1
        assert "nopea" in lines(app)[0]


async def test_few_pages_are_held_however_far_one_walks() -> None:
    app = ListApp(many(20_000))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)  # type: ignore[arg-type]
        for place in range(0, 20_000, 700):
            app.list.move_to(place)
            await settle(pilot)  # type: ignore[arg-type]
        assert len(app.list._pages) * SIZE <= 2_000
