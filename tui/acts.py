"""What can be done with a case or an organisation from more than one screen: each opens its dialog and tells whether
something was written. The dialogs are imported when they are first opened."""

from __future__ import annotations

import re
import webbrowser
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from outreach.terms.message import say
from tui import safe

if TYPE_CHECKING:
    from tui.screens.base import Sheet

HOST = re.compile(r"(?=.{4,253}$)[\w-]+(\.[\w-]+)+")
REGISTER_PAGE = "https://tietopalvelu.ytj.fi/yritys/{business_id}"


async def log_contact(sheet: Sheet[Any], actor_id: int, case_id: int | None, name: str) -> bool:
    """Logs a contact or a note; for a company of the register it first becomes an organisation of ours."""
    from tui.dialogs.contact import LogContact

    return await sheet.app.push_screen_wait(LogContact(actor_id, case_id, name)) is not None


async def next_step(sheet: Sheet[Any], case_id: int, name: str) -> bool:
    """The next step of a case and its day."""
    from tui.dialogs.task import NextStep

    return await sheet.app.push_screen_wait(NextStep(case_id, name)) is not None


async def move_stage(sheet: Sheet[Any], case_id: int, name: str) -> bool:
    """Another stage, with what is still needed for those that cannot be reached yet."""
    from tui.dialogs.stage import MoveStage

    return await sheet.app.push_screen_wait(MoveStage(case_id, name)) is not None


async def set_owner(sheet: Sheet[Any], case_id: int, name: str) -> bool:
    """Who is responsible for a case."""
    from tui.dialogs.owner import SetOwner

    return await sheet.app.push_screen_wait(SetOwner(case_id, name)) is not None


async def edit_fields(sheet: Sheet[Any], actor_id: int, what: str) -> bool:
    """Own values of an organisation, or a person, competence or place of business to add; "" asks which."""
    from tui.dialogs.edit import EditFields

    return await sheet.app.push_screen_wait(EditFields(actor_id, what)) is not None


async def add_organisation(sheet: Sheet[Any]) -> bool:
    """An organisation that neither the register nor a source has told of; one that is known after all is opened."""
    from tui.dialogs.edit import EditFields
    from tui.screens.card import Card

    form = EditFields(None, "organisation")
    added = await sheet.app.push_screen_wait(form)
    if form.found is not None:
        sheet.app.push_screen(Card(form.found))
    return added is not None and form.found is None


async def merge(sheet: Sheet[Any], one: int, other: int) -> bool:
    """Two organisations become one: that with a Business ID stays, else the older one, unless they are swapped."""
    from tui.dialogs.merge import MergeTwo

    return await sheet.app.push_screen_wait(MergeTwo(*sorted((one, other)))) is not None


async def merges(sheet: Sheet[Any], actor_id: int, name: str) -> bool:
    """Takes apart what was merged into an organisation, or merges another one into it."""
    from tui.dialogs.merges import Merges

    return await sheet.app.push_screen_wait(Merges(actor_id, name)) is not None


def browse(sheet: Sheet[Any], website: str, business_id: str) -> None:
    """Opens the website in the browser, or the register's page where there is none. Only http and https are opened."""
    address = web_address(website)
    if not address and business_id:
        address = REGISTER_PAGE.format(business_id=business_id)
    if not address:
        sheet.toast(say("No website and no Business ID is known."), warning=True)
        return
    try:
        opened = webbrowser.open(address)
    except webbrowser.Error:
        opened = False
    if opened:
        sheet.toast(say("Opened in the browser: {address}", address=address))
    else:
        sheet.toast(say("There is no browser here. The address: {address}", address=address))


def web_address(website: str) -> str:
    """The address of a website as a browser takes it; "" for anything but a host reached by http or https."""
    address = safe.plain(website).strip()
    address = address if "://" in address else f"https://{address}"
    try:
        parts = urlsplit(address)
        wanted = parts.scheme in ("http", "https") and HOST.fullmatch(parts.hostname or "")
        return address if wanted and parts.port != 0 else ""
    except ValueError:
        return ""


def copy(sheet: Sheet[Any], text: str) -> None:
    """Copies to the clipboard of the terminal; says where to find the text if the terminal does not allow that."""
    sheet.app.copy_to_clipboard(text)
    path = sheet.outreach.config.data_folder / "copied.txt"
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError:
        sheet.toast(say("Copied: {text}", text=text))
        return
    sheet.toast(
        say("Copied: {text}", text=text),
        say("If the terminal does not allow copying, the text is in {path}", path=str(path)),
    )
