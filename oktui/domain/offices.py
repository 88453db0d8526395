"""Offices: their kinds and the regions that they lie in."""

from enum import Enum


class OfficeKind(Enum):
    """The kind of an office (Druh úřadu)."""

    KU = "KÚ"
    MPSV = "MPSV"
    OU_HN = "OÚ pro HN"
    OU_SZ = "OÚ pro SZ"

    @property
    def title(self) -> str:
        """The kind as the document writes it."""
        return self.value


class Region(Enum):
    """One of the 14 regions (kraje): the boundary of an administrator's power (R2.1-1)."""

    PRAHA = "Hlavní město Praha"
    STREDOCESKY = "Středočeský kraj"
    JIHOCESKY = "Jihočeský kraj"
    PLZENSKY = "Plzeňský kraj"
    KARLOVARSKY = "Karlovarský kraj"
    USTECKY = "Ústecký kraj"
    LIBERECKY = "Liberecký kraj"
    KRALOVEHRADECKY = "Královéhradecký kraj"
    PARDUBICKY = "Pardubický kraj"
    VYSOCINA = "Kraj Vysočina"
    JIHOMORAVSKY = "Jihomoravský kraj"
    OLOMOUCKY = "Olomoucký kraj"
    ZLINSKY = "Zlínský kraj"
    MORAVSKOSLEZSKY = "Moravskoslezský kraj"

    @property
    def title(self) -> str:
        """The region's name."""
        return self.value
