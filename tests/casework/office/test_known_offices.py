"""Names of offices as they are offered: the directory first, who answers for the matter before the rest."""

from dataclasses import replace

from clerk_work import registered
from test_directory import BUREAU, CITY, GOVERNMENT, keep

from app.casework.office.directory import OfficeEntry, set_in_use
from app.casework.office.known_offices import Contact, contact_of, known_offices, superiors_of
from app.models.workspace import Workspace

CIVIL = OfficeEntry("香林县民政局", "县", duties=("农村农业", "民政"))


def contact(workspace: Workspace, name: str) -> Contact:
    with workspace.reading() as session:
        return contact_of(session, name)


def above(workspace: Workspace, name: str) -> tuple[str, ...]:
    with workspace.reading() as session:
        return superiors_of(session, name)


def test_the_directory_comes_before_names_that_were_only_written(workspace: Workspace) -> None:
    registered(workspace)
    (written,) = known_offices(workspace)
    keep(workspace, CITY, GOVERNMENT)
    assert known_offices(workspace) == (CITY.name, GOVERNMENT.name, written)


def test_a_name_that_was_written_otherwise_is_offered_once_as_the_directory_has_it(workspace: Workspace) -> None:
    registered(workspace)
    (written,) = known_offices(workspace)
    keep(workspace, OfficeEntry(f"{written[:2]} {written[2:]}", "县"))
    assert known_offices(workspace) == (f"{written[:2]} {written[2:]}",)


def test_who_answers_for_the_matter_comes_first(workspace: Workspace) -> None:
    keep(workspace, CITY, GOVERNMENT, BUREAU, CIVIL)
    assert known_offices(workspace, "城乡建设")[0] == BUREAU.name
    assert known_offices(workspace, "农村农业_村务管理")[0] == CIVIL.name
    assert known_offices(workspace, "纪检监察") == known_offices(workspace)
    assert sorted(known_offices(workspace, "城乡建设")) == sorted(known_offices(workspace))


def test_what_is_out_of_use_is_neither_offered_nor_meant(workspace: Workspace) -> None:
    registered(workspace, "assign")
    (written,) = known_offices(workspace)
    _, government, _, other = keep(workspace, CITY, GOVERNMENT, BUREAU, OfficeEntry(written, "县", phone="1"))
    set_in_use(workspace, other.uid, False)
    set_in_use(workspace, government.uid, False)
    assert known_offices(workspace) == (CITY.name, BUREAU.name)
    assert contact(workspace, written) == Contact()
    assert above(workspace, BUREAU.name) == (CITY.name,)


def test_a_name_means_the_office_of_that_name_or_of_a_short_name_only_one_has(workspace: Workspace) -> None:
    keep(workspace, CITY, GOVERNMENT, BUREAU)
    at_home = Contact(BUREAU.address, BUREAU.phone)
    assert contact(workspace, "香林县 住房和城乡建设局") == at_home
    assert contact(workspace, "住建局") == at_home
    assert contact(workspace, "") == contact(workspace, "香林县") == Contact()
    keep(workspace, OfficeEntry("香溪县住房和城乡建设局", "县", short_names=("住建局",), address="别处"))
    assert contact(workspace, "住建局") == Contact()
    assert contact(workspace, "县住建局") == at_home


def test_every_superior_is_named_once_the_parent_first(workspace: Workspace) -> None:
    keep(workspace, CITY, GOVERNMENT, replace(BUREAU, superiors=(CITY.name, GOVERNMENT.name)))
    assert above(workspace, BUREAU.name) == (GOVERNMENT.name, CITY.name)
    assert above(workspace, GOVERNMENT.name) == above(workspace, "没有的局") == ()
