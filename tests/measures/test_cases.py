"""Which cases are measured."""

from support.press import CASES, IDS, cases_of_editions, plain_cases
from support.sheets import cases_to_measure


def test_each_handout_is_looked_at_on_each_paper_and_in_each_brand():
    found = plain_cases(IDS, every=False)
    for name in IDS:
        own = [case for case in found if case.id == name]
        assert {case.paper for case in own} == {case.paper for case in CASES}
        assert {case.brand for case in own} == {case.brand for case in CASES}
    assert {(case.paper, case.brand) for case in found} == {(c.paper, c.brand) for c in CASES}
    assert plain_cases(IDS, every=True) == CASES


def test_each_edition_is_measured():
    cases = cases_to_measure(every=False)["case"]
    plain = [case for case in cases if case == case.standard]
    assert {case.id for case in plain} >= set(IDS)
    assert {(case.paper, case.brand) for case in plain} == {(c.paper, c.brand) for c in CASES}
    assert len({case.edition for case in cases}) == 2 * 2**3
    assert set(cases_to_measure(every=True)["case"]) >= {*CASES, *cases_of_editions(IDS, True)}
