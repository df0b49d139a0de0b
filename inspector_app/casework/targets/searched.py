"""What is found by which words: told to the store, which indexes it and knows no word of the office.

Names of targets, companies and people are found by initials too; facts only by their characters: reading
initials costs a fifth of a millisecond a name, and nobody remembers a fact by its initials.
"""

from inspector_app.casework.base import values
from inspector_app.casework.base.values import Fields
from inspector_app.casework.targets import initials
from inspector_app.domain.acts import ActKind
from inspector_app.store.searching import Searched, Words

VERSION = f"1.{initials.VERSION}"

TARGET, PARTY, PERSON = "target", "party", "person"
FINDING, INSPECTION, DOCUMENT = "finding", "inspection", "document"


def tail(number: str) -> str:
    """Return the end of an official number, machine code and serial: what people say of it (3-12号)."""
    return number.rpartition("〕")[2] if "〕" in number else ""


def _target(fields: Fields) -> Words:
    name, project = values.text(fields, "name"), values.text(fields, "project")
    own = initials.own_initials(values.text(fields, "initials"))
    read = own or (*initials.initials(name), *initials.initials(project))
    return Words((name, values.text(fields, "address"), project), read)


def _party(fields: Fields) -> Words:
    name, manager = values.text(fields, "name"), values.text(fields, "manager")
    texts = (name, manager, values.text(fields, "phone"), values.text(fields, "credit_code"))
    return Words(texts, (*initials.initials(name), *initials.initials(manager)))


def _person(fields: Fields) -> Words:
    name = values.text(fields, "name")
    own = initials.own_initials(values.text(fields, "initials"))
    return Words((name, values.text(fields, "certificate")), own or initials.initials(name))


def _finding(fields: Fields) -> Words:
    return Words((values.text(fields, "fact"), values.text(fields, "location")))


def _inspection(fields: Fields) -> Words:
    texts = ("place", "source", "notice", "scope", "handling")
    return Words(tuple(values.text(fields, name) for name in texts))


def _issued(content: Fields) -> Words:
    number = values.text(content, "number")
    end = tail(number)
    return Words((number, end, end.removesuffix("号"), values.text(content, "label")))


SEARCHED = Searched(
    version=VERSION,
    records={
        TARGET: _target,
        PARTY: _party,
        PERSON: _person,
        FINDING: _finding,
        INSPECTION: _inspection,
    },
    acts={(DOCUMENT, str(ActKind.ISSUE)): _issued},
)
"""Everything that the search box finds."""
