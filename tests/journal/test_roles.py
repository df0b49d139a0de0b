"""Roles: who may appoint and withdraw whom; what is shown as valid has its effect, and nothing else has."""

from datetime import date

from hypothesis import HealthCheck, given, settings

from inspector_app.domain.acts import ActKind, Role
from inspector_app.journal.fold import State, fold
from inspector_app.trust.certificates import Certificate, self_signed_root
from inspector_app.trust.keys import SigningKey
from tests.journal.histories import History, histories
from tests.journal.verdicts import by, refusal
from tests.journal.writing import BEGIN, END, ROOT, ROOT_KEY, WORKSPACE, Laptop, certificate, key_of


def appointed(laptop: Laptop, wanted: Certificate, issuer: SigningKey = ROOT_KEY) -> str | None:
    entry = laptop.appoint(wanted, issuer)
    state = fold(laptop.entries, ROOT)
    code = refusal(laptop, entry)
    assert (wanted in state.keyring.certificates()) == (code is None), "a refused appointment gives nothing"
    return code


def test_administrators_appoint_officers_and_only_the_root_appoints_administrators(laptop: Laptop) -> None:
    admin = key_of("admin")
    assert appointed(laptop, certificate("zhao", issuer=admin), admin) is None
    assert refusal(laptop, by(laptop, "zhao", ActKind.ISSUE)) is None
    made = certificate("second", Role.ADMINISTRATOR, issuer=admin)
    assert appointed(laptop, made, admin) == "trust.issuer_no_right"
    assert refusal(laptop, by(laptop, "second", ActKind.EDITION)) == "journal.act_unknown_key"
    assert appointed(laptop, certificate("other", Role.ROOT)) == "trust.issuer_no_right"
    assert (
        appointed(laptop, certificate("friend", issuer=key_of("li")), key_of("li")) == "journal.act_no_right"
    )
    assert appointed(laptop, certificate("second", Role.ADMINISTRATOR)) is None


def test_a_certificate_is_told_by_whoever_issued_it(laptop: Laptop) -> None:
    admin = key_of("admin")
    assert appointed(laptop, certificate("zhao"), admin) == "journal.role_not_issuer"
    by_admin = certificate("zhao", issuer=admin)
    assert appointed(laptop, by_admin, ROOT_KEY) == "journal.role_not_issuer"
    assert refusal(laptop, laptop.act("role", {}, ROOT_KEY)) == "trust.certificate_damaged"
    foreign = certificate("zhao", workspace="6b" * 16)
    assert appointed(laptop, foreign) == "trust.other_workspace"
    forged = {**certificate("zhao").to_content(), "roles": ["supervisor"]}
    assert refusal(laptop, laptop.act("role", forged, ROOT_KEY)) == "trust.certificate_forged"


def test_an_appointment_beyond_the_issuer_s_own_days_is_refused(laptop: Laptop) -> None:
    laptop.appoint(certificate("second", Role.ADMINISTRATOR, end=date(2026, 6, 30)))
    key = key_of("second")
    inside = certificate("zhao", issuer=key, begin=date(2026, 6, 30))
    beyond = certificate("zhao", issuer=key, begin=date(2026, 7, 1))
    assert appointed(laptop, beyond, key) == "trust.issuer_no_right"
    assert appointed(laptop, inside, key) is None
    laptop.wall = "2026-07-01T08:00:00+08:00"
    assert appointed(laptop, certificate("qian", issuer=key), key) == "journal.act_no_right"


def test_a_withdrawn_key_counts_until_the_day_and_no_longer(laptop: Laptop) -> None:
    before = by(laptop, "wang", ActKind.ISSUE, day="2026-03-31")
    after = by(laptop, "wang", ActKind.ISSUE, day="2026-04-01")
    assert refusal(laptop, laptop.withdraw(key_of("wang"), "2026-04-01", key_of("admin"))) is None
    assert refusal(laptop, before) is None
    assert refusal(laptop, after) == "journal.act_no_right"
    # Appointed again under the same key, it stays withdrawn; of two days the earlier counts.
    laptop.appoint(certificate("wang", Role.SUPERVISOR))
    assert refusal(laptop, by(laptop, "wang", ActKind.REVOKE, day="2026-04-02")) == "journal.act_no_right"
    laptop.withdraw(key_of("wang"), "2026-05-01")
    assert refusal(laptop, after) == "journal.act_no_right"
    laptop.withdraw(key_of("wang"), "2026-03-15")
    assert refusal(laptop, before) == "journal.act_no_right"


def test_a_withdrawal_counts_before_the_appointment_it_is_about_arrives(laptop: Laptop) -> None:
    other = Laptop("two")
    other.withdraw(key_of("zhao"), "2026-03-01")
    laptop.appoint(certificate("zhao"))
    act = by(laptop, "zhao", ActKind.ISSUE)
    laptop.entries[:0] = other.entries
    assert refusal(laptop, act) == "journal.act_no_right"


def test_who_may_withdraw_whom(laptop: Laptop) -> None:
    admin, day = key_of("admin"), "2026-04-01"
    laptop.appoint(certificate("second", Role.ADMINISTRATOR))
    assert refusal(laptop, laptop.withdraw(key_of("second"), day, admin)) == "journal.role_withdrawal"
    assert refusal(laptop, laptop.withdraw(ROOT_KEY, day, admin)) == "journal.role_withdrawal"
    assert refusal(laptop, laptop.withdraw(ROOT_KEY, day)) == "journal.role_withdrawal"
    assert refusal(laptop, laptop.withdraw(key_of("wang"), day, key_of("li"))) == "journal.act_no_right"
    assert fold(laptop.entries, ROOT).keyring.withdrawals() == {}
    assert refusal(laptop, laptop.withdraw(key_of("second"), day)) is None
    for content in ({"withdrawn": "x"}, {"withdrawn": "x", "from": "soon"}, {"withdrawn": 1, "from": day}):
        assert refusal(laptop, laptop.act("role", content, ROOT_KEY)) == "trust.certificate_damaged"


def test_a_withdrawn_administrator_s_later_appointments_fall_and_earlier_ones_stand(laptop: Laptop) -> None:
    admin = key_of("admin")
    early, late = (certificate(user, issuer=admin) for user in ("zhao", "qian"))
    laptop.appoint(early, admin)
    laptop.wall = "2026-05-01T08:00:00+08:00"
    entry = laptop.appoint(late, admin)
    laptop.wall = "2026-03-02T08:00:00+08:00"
    laptop.withdraw(admin, "2026-04-01")
    keyring = fold(laptop.entries, ROOT).keyring
    assert early in keyring.certificates()
    assert late not in keyring.certificates()
    assert refusal(laptop, entry) == "journal.act_no_right"
    assert refusal(laptop, by(laptop, "zhao", ActKind.ISSUE, day="2026-05-02")) is None


def test_the_root_s_own_certificate_may_be_told_and_another_root_changes_nothing(laptop: Laptop) -> None:
    assert refusal(laptop, laptop.act("role", ROOT.to_content(), ROOT_KEY)) is None
    key = key_of("usurper")
    usurper = self_signed_root(key, workspace=WORKSPACE, name="根", valid_from=BEGIN, valid_to=END)
    assert appointed(laptop, usurper, key) == "journal.act_unknown_key"
    assert appointed(laptop, certificate("zhao", issuer=key), key) == "journal.act_unknown_key"


def given_by(state: State) -> tuple[list[Certificate], dict[str, date]]:
    """Return what the acts that are shown as valid appoint and withdraw."""
    certificates, withdrawals = [], {}
    for act in state.acts:
        if act.kind == ActKind.ROLE and act.valid:
            if "withdrawn" in act.content:
                key, day = str(act.content["withdrawn"]), date.fromisoformat(str(act.content["from"]))
                withdrawals[key] = min(day, withdrawals.get(key, day))
            else:
                certificates.append(Certificate.from_content(act.content))
    return certificates, withdrawals


def in_force(state: State) -> tuple[list[Certificate], dict[str, date]]:
    return state.keyring.certificates(), state.keyring.withdrawals()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=histories(60))
def test_what_is_shown_as_valid_has_its_effect_and_nothing_else_has(history: History) -> None:
    state = fold(history.entries, ROOT)
    certificates, withdrawals = given_by(state)
    held, withdrawn = in_force(state)
    assert withdrawn == withdrawals
    assert {each.signature for each in held} == {each.signature for each in certificates}


def test_what_the_root_entrusts_its_own_key_with_counts_for_its_later_acts() -> None:
    for name in range(8):  # whichever of the two entries has the smaller hash
        laptop, late = Laptop(f"laptop {name}", user="root"), certificate("zhao")
        own = certificate("root", Role.ADMINISTRATOR, key=ROOT_KEY, end=date(2040, 12, 31))
        laptop.appoint(own)
        laptop.wall = "2036-02-01T08:00:00+08:00"
        assert refusal(laptop, laptop.appoint(late)) is None
        assert late in fold(laptop.entries, ROOT).keyring.certificates()
