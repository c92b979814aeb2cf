"""The directory of offices (机关单位名录): who is above whom, who answers for what. Offices alone, never people."""

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from app.models.row_keys import new_key
from app.models.words import Words


class DirectoryOffice(SQLModel, table=True):
    """One office, by its full name, which no other has, however it is typed.

    It is never deleted: `in_use` says whether it is still offered.
    `level` is a key of the code table office_level, `parent_id` the office above it. `reconsideration_id`, `court_id`
    and `discipline_id` are the organs for reconsideration, for a suit, and for an accusation against it.
    """

    __tablename__ = "directory_office"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_key, index=True, unique=True)
    name: str = Field(index=True)
    short_names: tuple[str, ...] = Field(default=(), sa_column=Column(Words, nullable=False))
    level: str
    parent_id: int | None = Field(default=None, foreign_key="directory_office.id")
    address: str = ""
    phone: str = ""
    postcode: str = ""
    reconsideration_id: int | None = Field(default=None, foreign_key="directory_office.id")
    court_id: int | None = Field(default=None, foreign_key="directory_office.id")
    discipline_id: int | None = Field(default=None, foreign_key="directory_office.id")
    in_use: bool = True


class DirectorySuperior(SQLModel, table=True):
    """Another office above one that has more than one: it may review as its parent may (articles 35 and 36)."""

    __tablename__ = "directory_superior"
    __table_args__ = (Index("ix_directory_superior", "office_id", "superior_id", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="directory_office.id")
    superior_id: int = Field(foreign_key="directory_office.id")
    position: int


class DirectoryDuty(SQLModel, table=True):
    """A kind of claim that an office answers for (责任清单).

    `matter` is a content category, or a claim of the pathway catalogue as it stood; the catalogue's own rows are
    replaced as a whole, so they are named by what they say.
    """

    __tablename__ = "directory_duty"
    __table_args__ = (
        Index("ix_directory_duty", "office_id", "matter", unique=True),
        Index("ix_directory_duty_matter", "matter"),
    )

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="directory_office.id")
    matter: str
    position: int
