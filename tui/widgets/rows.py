"""The virtual list: any number of rows, of which only the pages around the shown ones are held."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Coroutine, Sequence
from functools import partial
from typing import Any, Generic, TypeVar

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.worker import Worker

from outreach.terms.views import Page
from tui import keys, safe
from tui.widgets import paint
from tui.widgets.cursor import CursorView
from tui.widgets.pages import SIZE, Pages
from tui.widgets.paint import Column, Piece

R = TypeVar("R")
TOUCHED_SECONDS = 2.0

Fetch = Callable[[int, int], Awaitable[Page[R]]]


class Rows(CursorView, Generic[R]):
    """A list over `fetch(offset, limit) -> Page`, asked for page by page as rows come into sight.

    Rows are known by `key(row)`, which marks and the cursor hold on to. `fetch` is a coroutine function, usually one
    that calls `Sheet.ask`. The first `reload()` fills the list; rows that have not come yet show "…".
    """

    BINDINGS = keys.bindings("mark")

    class Moved(Message):
        """The cursor stands on another row, or its row has been read anew; `row` is None while it has not come yet (a
        second one follows)."""

        def __init__(self, rows: Rows[Any], row: Any) -> None:
            super().__init__()
            self.rows = rows
            self.row = row

    class Opened(Message):
        """Enter or a double click on a row."""

        def __init__(self, rows: Rows[Any], row: Any) -> None:
            super().__init__()
            self.rows = rows
            self.row = row

    class Counted(Message):
        """The list has been read: how many rows it has in all, and how many are marked."""

        def __init__(self, rows: Rows[Any], total: int, marked: int) -> None:
            super().__init__()
            self.rows = rows
            self.total = total
            self.marked = marked

    class Failed(Message):
        """A page could not be read. The list keeps what it has and asks again at the next move or reload."""

        def __init__(self, rows: Rows[Any], error: Exception) -> None:
            super().__init__()
            self.rows = rows
            self.error = error

    def __init__(
        self,
        columns: Sequence[Column[R]],
        *,
        key: Callable[[R], int],
        fetch: Fetch[R] | None = None,
        empty: Callable[[], str] = lambda: "",
        marks: bool = False,
        titles: bool = False,
        gap: int = 2,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.columns = columns
        self.empty = empty
        self.key = key
        self.total: int | None = None  # None until the first answer
        self.marked: set[int] = set()
        self.head = 1 if titles else 0
        self._fetch = fetch
        self._gap = gap
        self._marks = marks
        self._pages = Pages(key)
        self._question = 0  # number of the running question; an answer to an older one is dropped
        self._asking = False
        self._failed = False
        self._open_when_come = False
        self._announced: tuple[int, int | None] | None = None
        self._touched: int | None = None

    # Reading

    @property
    def row(self) -> R | None:
        """The row under the cursor; None when there is none or it has not come yet."""
        return self.at(self.cursor)

    def at(self, index: int) -> R | None:
        """The row at an index, if it is held."""
        return self._pages.at(index)

    def reload(self, fetch: Fetch[R] | None = None, *, top: bool = False, keep: int | None = None) -> None:
        """Reads the list anew, with another `fetch` if one is given.

        What is shown stays until the answer is there. The cursor follows the row `keep`, else the row it stands on; a
        row that is gone leaves the cursor at its place. `top` starts at the first row instead.
        """
        self._fetch = fetch or self._fetch
        if self._fetch is not None:
            self._start(partial(self._reload, self._fetch, top, keep))

    def replace(self, row: R) -> None:
        """Puts a changed row in the place of the one with the same key, without asking the database."""
        if self._pages.replace(row):
            self.refresh()

    def take_out(self, gone: Collection[int]) -> None:
        """Takes rows out at once, before the database has been asked: what stands below them moves up.

        The row under the cursor keeps its line of the screen; when it is itself taken out, the next one takes it. A
        reading under way is given up: the caller reads anew once the change is written.
        """
        self.workers.cancel_group(self, "rows")
        self._question += 1
        self._asking = False
        self.marked.difference_update(gone)
        taken = self._pages.take_out(gone, self.cursor)
        if taken.rows:
            self.total = self.count - taken.rows
            self.cursor = max(0, min(self.cursor - taken.above, self.total - 1))
            self.resize_list(self.total)
            self.scroll_now(min(self.top - taken.above, max(0, self.total - self.body_height)))
            self.refresh()
            self._tell_count()
            self.moved()

    def touch(self, row_id: int) -> None:
        """Marks for a moment the row that has just been changed."""
        self._touched = row_id
        self.refresh()
        self.set_timer(TOUCHED_SECONDS, self._untouch)

    def clear_marks(self) -> None:
        self.marked.clear()
        self.refresh()
        self._tell_count()

    def _untouch(self) -> None:
        self._touched = None
        self.refresh()

    def _start(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        self._question += 1
        self._asking = True
        self._failed = False
        guarded: Callable[[], Coroutine[None, None, None]] = partial(self._guarded, work, self._question)
        self._worker: Worker[None] = self.run_worker(guarded, group="rows", exclusive=True, exit_on_error=False)

    async def _guarded(self, work: Callable[[], Coroutine[None, None, None]], task: int) -> None:
        try:
            await work()
        except Exception as error:
            if task == self._question:
                self._failed = True
                self.post_message(self.Failed(self, error))
        finally:
            if task == self._question:
                self._asking = False

    async def _reload(self, fetch: Fetch[R], top: bool, keep: int | None) -> None:
        first = 0 if top else self.top // SIZE
        got = await fetch(first * SIZE, SIZE)
        if first and not got.rows:
            first = max(0, got.total - self.body_height) // SIZE
            got = await fetch(first * SIZE, SIZE)
        fresh = {first: got.rows}
        bottom = (0 if top else self.top) + self.body_height - 1
        if bottom // SIZE == first + 1 and got.total > (first + 1) * SIZE:
            fresh[first + 1] = (await fetch((first + 1) * SIZE, SIZE)).rows
        self._swap(fresh, got.total, top, keep)

    def _swap(self, fresh: dict[int, tuple[R, ...]], total: int, top: bool, keep: int | None) -> None:
        held = self.row
        keep = self.key(held) if keep is None and held is not None else keep
        offset = self.cursor - self.top
        self._pages.exchange(fresh)
        self.total = total
        places = self._pages.places()
        if top:
            self.cursor, scroll = 0, 0
        elif keep in places:
            self.cursor = places[keep]
            scroll = self.cursor - offset if 0 <= offset < self.body_height else self.top
        else:
            self.cursor, scroll = max(0, min(self.cursor, total - 1)), self.top
        self.resize_list(total)
        self.scroll_now(min(scroll, max(0, total - self.body_height)))
        self.refresh()
        self._tell_count()
        self._announced = None  # the same row may tell something else now
        self.moved()

    async def _fill(self, fetch: Fetch[R]) -> None:
        """Asks for the shown pages that are missing, then for the ones beside them."""
        while (number := self._wanted()) is not None:
            got = await fetch(number * SIZE, SIZE)
            self._pages.put(number, got.rows)
            if got.total != self.total:
                self.total = got.total
                self.resize_list(got.total)
                self.cursor = max(0, min(self.cursor, got.total - 1))
                self._tell_count()
            self.refresh()
            if number == self.cursor // SIZE:
                self.moved()

    def _wanted(self) -> int | None:
        total = self.total or 0
        if not total:
            return None
        seen = range(self.top // SIZE, min(self.top + self.body_height, total - 1) // SIZE + 1)
        beside = (n for n in (seen.stop, seen.start - 1) if 0 <= n <= (total - 1) // SIZE)
        return next((n for n in (*seen, *beside) if n not in self._pages), None)

    def _ask_if_missing(self) -> None:
        if not self._asking and not self._failed and self._fetch is not None and self._wanted() is not None:
            self._start(partial(self._fill, self._fetch))

    # The cursor

    @property
    def count(self) -> int:
        return self.total or 0

    def span(self, place: int) -> tuple[int, int]:
        return place, 1

    def place_at(self, line: int) -> int | None:
        return line if 0 <= line < self.count else None

    def moved(self) -> None:
        self._failed = False
        row = self.row
        now = (self.cursor, self.key(row) if row is not None else None)
        if now != self._announced:
            self._announced = now
            self.post_message(self.Moved(self, row))
        if self._open_when_come and row is not None:
            self.opened()
        self.call_next(self._ask_if_missing)

    def opened(self) -> None:
        row = self.row
        self._open_when_come = row is None and self.count > 0
        if row is not None:
            self.post_message(self.Opened(self, row))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._marks if action == "mark" else super().check_action(action, parameters)

    def action_mark(self) -> None:
        """Marks the row under the cursor, or takes its mark away, and goes one down."""
        row = self.row
        if self._marks and row is not None:
            self.marked ^= {self.key(row)}
            self._tell_count()
            self.refresh_lines(self.cursor + self.head)
            self.action_down()

    def _tell_count(self) -> None:
        self.post_message(self.Counted(self, self.count, len(self.marked)))

    # Painting

    def paint_head(self, cells: int) -> Strip:
        columns = paint.layout(self.columns, cells - self._gutter, self._gap)
        return paint.strip(paint.head_pieces(columns, self._gap), cells, self.list_styles(), gutter=" " * self._gutter)

    def paint_line(self, line: int, cells: int) -> Strip:
        styles = self.list_styles()
        if line >= self.count:
            return self._paint_beyond(line, cells)
        row = self._pages.look(line)
        cursor = self.cursor_style(line)
        gutter = paint.CURSOR if cursor else " "
        if row is None:
            self.call_next(self._ask_if_missing)
            pieces = [Piece(paint.WAITING, "dim")]
        else:
            pieces = paint.row_pieces(paint.layout(self.columns, cells - self._gutter, self._gap), row, self._gap)
            if not cursor and self.key(row) == self._touched:
                cursor = "touched"
        if self._marks:
            gutter += paint.MARKED if row is not None and self.key(row) in self.marked else " "
        return paint.strip(pieces, cells, styles, cursor=cursor, gutter=gutter)

    def _paint_beyond(self, line: int, cells: int) -> Strip:
        """Lines below the last row; the text for an empty list stands on the first of them."""
        pieces: list[Piece] = []
        if self.total == 0:
            words = safe.wrap(self.empty(), cells - 2)
            pieces = [Piece(words[line], "dim")] if line < len(words) else []
        return paint.strip(pieces, cells, self.list_styles())

    @property
    def _gutter(self) -> int:
        return 2 if self._marks else 1

    def on_resize(self, event: events.Resize) -> None:
        self.resize_list(self.count)
        self.call_next(self._show_cursor)

    def _show_cursor(self) -> None:
        if self.count:
            self.move_to(self.cursor)
