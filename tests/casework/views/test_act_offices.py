"""The superior of whoever answers is filled in as the office of review; where there are several, the person chooses."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from clerk_work import do
from walking import register

from app.casework.life.acts import act_form
from app.casework.office.directory import OfficeEntry, keep_office
from app.casework.views.act_offices import with_superiors
from app.models.workspace import Workspace

COUNTY, CITY = "香林县人民政府", "香山市住房和城乡建设局"
Make = Callable[..., Workspace]


def keep(workspace: Workspace, name: str, *above: str) -> None:
    """Put an office with its superiors into the directory."""
    for each in above:
        keep_office(workspace, OfficeEntry(each, "县"))
    parent, *others = (*above, "")
    keep_office(workspace, OfficeEntry(name, "县", parent=parent, superiors=tuple(filter(None, others))))


def offered(workspace: Workspace, case_id: int, act: str) -> tuple[object, dict[str, tuple[str, ...]]]:
    form, found = with_superiors(workspace, act_form(workspace, case_id, act))
    return form.values.get("review_office"), dict(found)


@pytest.fixture
def township(make_workspace: Make) -> Workspace:
    return make_workspace("township", "乡镇")


def test_without_a_directory_nothing_is_filled_in(township: Workspace) -> None:
    case_id = register(township, "township_accept").case_id
    assert offered(township, case_id, "give_opinion") == (None, {})


def test_the_superior_of_this_office_reviews_its_own_opinion(township: Workspace) -> None:
    keep(township, township.office.name, COUNTY)
    case_id = register(township, "township_accept").case_id
    assert offered(township, case_id, "give_opinion") == (COUNTY, {"review_office": (COUNTY,)})


def test_of_several_superiors_none_is_chosen_by_the_machine(township: Workspace) -> None:
    keep(township, township.office.name, COUNTY, CITY)
    case_id = register(township, "township_accept").case_id
    assert offered(township, case_id, "give_opinion") == (None, {"review_office": (COUNTY, CITY)})


def test_the_superior_of_the_receiver_reviews_what_the_receiver_answered(workspace: Workspace) -> None:
    case_id = register(workspace, "transfer_visit").case_id
    do(workspace, case_id, "receiver_signed")
    do(workspace, case_id, "receiver_accepted")
    keep(workspace, "香林县住房和城乡建设局", COUNTY)
    keep_office(workspace, OfficeEntry("本单位的上级", "市"))
    keep_office(workspace, OfficeEntry(workspace.office.name, "县", parent="本单位的上级"))
    assert offered(workspace, case_id, "receiver_answers") == (COUNTY, {"review_office": (COUNTY,)})


def test_what_the_case_knows_already_stays(township: Workspace) -> None:
    keep(township, township.office.name, COUNTY)
    case_id = register(township, "township_accept").case_id
    known = act_form(township, case_id, "give_opinion")
    form, found = with_superiors(township, replace(known, values={**known.values, "review_office": "另一个机关"}))
    assert (form.values["review_office"], found["review_office"]) == ("另一个机关", (COUNTY,))


def test_the_superior_of_the_office_that_reviews_is_the_one_for_final_review(make_workspace: Make) -> None:
    county = make_workspace("review_body", "县政府")
    case_id = register(county, "review_request").case_id
    keep(county, county.office.name, "香山市人民政府")
    form, found = with_superiors(county, act_form(county, case_id, "review_opinion"))
    assert (form.values["final_office"], dict(found)) == ("香山市人民政府", {"final_office": ("香山市人民政府",)})
