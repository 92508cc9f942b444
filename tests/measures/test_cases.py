"""Which cases are measured."""

from support.press import CASES, IDS, cases_of_editions
from support.sheets import cases_to_measure


def test_each_edition_is_measured():
    cases = cases_to_measure(every=False)["case"]
    plain = [case for case in cases if case == case.standard]
    assert {case.id for case in plain} >= set(IDS)
    assert {(case.paper, case.brand) for case in plain} == {(c.paper, c.brand) for c in CASES}
    assert len({case.edition for case in cases}) == 2 * 2**3
    assert set(cases_to_measure(every=True)["case"]) >= {*CASES, *cases_of_editions(IDS, True)}
