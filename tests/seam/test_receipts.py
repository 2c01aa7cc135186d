"""A receipt says everything that was bound: by the question, and by the relations it reads."""

from dashboard.asking.ask import receipt
from dashboard.asking.receipts import meaning_of
from dashboard.asking.view import View
from dashboard.warehouse.catalogue import QUERIES, catalogue
from dashboard.warehouse.kept import parameters_of
from dashboard.warehouse.prelude import prelude_of
from tests.claims.company import open_company

SLICED = {"slice": ["source=web", "segment=SMB", "icp_tier=A"]}
DEFINITION = "icp/definitions/shared.toml"


def test_every_value_bound_has_its_meaning() -> None:
    """Whatever the question, the slice and the definitions bind, the receipt can say what it is."""
    settings = {"definitions": {"shared": str(QUERIES.parent / DEFINITION)}}
    with open_company({"leads": []}, settings, SLICED) as view:
        for query in catalogue().values():
            for name in parameters_of(prelude_of(query, view.scope).text()) - query.parameters.keys():
                assert meaning_of(name), f"${name} of {query.name}"


def _bound(view: View) -> dict[str, object]:
    return {name: value for name, value, _ in receipt(view, "response/times").bound}


def test_the_clock_and_the_sources_left_out_stand_on_the_receipt() -> None:
    """What decides who is counted is said, though the question itself never names it."""
    with open_company({"leads": []}, {"outbound_sources": ["list"]}, {"slice": ["source=web"]}) as view:
        bound = _bound(view)
        definitions = receipt(view, "response/times").definitions
    assert bound["clock"] == "inquiry"
    assert bound["outbound_sources"] == ["list"]
    assert bound["slice_source"] == ["web"]
    assert "from" in bound
    assert definitions["waits"].startswith("Waits for a first human answer")
