"""A hub of before: who signed its role acts is noted when its tables are brought up to date."""

from pathlib import Path

from sqlalchemy import select, text

from inspector_app.hub.database import Database
from inspector_app.hub.tables import role_act
from inspector_app.journal.entry import Entry
from tests.hub.office import Office
from tests.journal.writing import Laptop, key_of


def acts() -> dict[bytes, tuple[bytes, str]]:
    """Return role acts by hash: what they are, and whose they say that they are."""
    laptop, chief = Laptop("chief"), key_of("chief")
    laptop.withdraw(key_of("wang"), "2026-01-01", chief)
    laptop.write("act", "certificate", "x", {"kind": "role", "content": {}, "n": 2})  # nobody signed it
    signers = [chief.key_id, ""]
    told: list[Entry] = laptop.entries
    return {each.hash: (each.raw, signer) for each, signer in zip(told, signers, strict=True)}


def test_role_acts_of_before_get_their_signer(tmp_path: Path, database_url: str | None) -> None:
    database, told = Database(tmp_path, database_url), acts()
    try:
        database.upgrade("1")
        with database.writing() as connection:
            for digest, (raw, _) in told.items():
                row = {"hash": digest, "raw": raw}
                connection.execute(text("INSERT INTO role_act (hash, raw) VALUES (:hash, :raw)"), row)
        database.upgrade()
        with database.reading() as connection:
            found = {bytes(row.hash): row.signer for row in connection.execute(select(role_act))}
    finally:
        database.close()
    assert found == {digest: signer for digest, (_, signer) in told.items()}


def test_a_hub_opened_anew_knows_everybody_still(office: Office) -> None:
    wang = office.enrol()
    office.restart()
    wang.write()
    assert not wang.push(wang.pack())[0].duplicate
