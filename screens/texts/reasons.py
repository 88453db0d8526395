"""Why something is refused, where one refusal has several reasons."""

from typing import Final

from oktui.domain.authority import Denial
from oktui.domain.birth_number import BirthNumberFault
from oktui.domain.files import Obstacle

DENIALS = {
    Denial.NO_PERMISSION: "K této činnosti je třeba oprávnění Správa systému.",
    Denial.VIEW_ONLY: "Vaše oprávnění má úroveň prohlížení, měnit nic nemůžete.",
    Denial.MPSV_ONLY: "Tato činnost je vyhrazena pracovníkům MPSV.",
    Denial.OWNER_ONLY: "To dělá správce serveru příkazem na serveru.",
    Denial.OTHER_MODULE: (
        "Osoby zapisuje z této aplikace do KRK jen pracovník MPSV na základě souhlasu se zpracováním osobních údajů."
    ),
    Denial.OTHER_REALM: "Účet patří k jiné aplikaci.",
    Denial.OTHER_REGION: "Pracoviště patří jinému kraji. Spravovat můžete jen zaměstnance svého kraje.",
    Denial.OWN_ACCOUNT: "Vlastní účet spravovat nemůžete, smí to jiný správce.",
    Denial.ENTERED_BY_OTHERS: "Osobu může opravit jen ten, kdo ji zapsal, nebo pracovník MPSV.",
    Denial.ACTIVATED: "Účet této osoby je už sehraný. Opravit ji může jen pracovník MPSV.",
    Denial.ADMINISTRATORS_ACCOUNT: "Účet s oprávněním Správa systému může spravovat jen správce systému.",
}
BIRTH_NUMBER_FAULTS = {
    BirthNumberFault.CHARACTERS: "Rodné číslo smí obsahovat jen číslice a jedno lomítko.",
    BirthNumberFault.SLASH: "Lomítko patří v rodném čísle za šestou číslici.",
    BirthNumberFault.LENGTH: "Rodné číslo má deset číslic, u narozených do roku 1953 devět.",
    BirthNumberFault.DATE: "Prvních šest číslic rodného čísla není platné datum.",
    BirthNumberFault.FUTURE: "Datum v rodném čísle je v budoucnosti.",
    BirthNumberFault.CHECK_DIGIT: "Rodné číslo nemá správnou kontrolní číslici, zkontrolujte ho.",
    BirthNumberFault.INSURANCE: (
        "To není rodné číslo, ale číslo pojištěnce cizince (ke dni narození je přičteno 40 nebo 50). "
        "Osobu lze vyhledat podle IK nebo osobních údajů."
    ),
}
UNREADABLE = {
    Obstacle.MISSING: "Soubor neexistuje. Zkontrolujte jeho jméno a složku.",
    Obstacle.FORBIDDEN: "K souboru nemáte přístup.",
    Obstacle.FOLDER: "To je složka, zadejte soubor.",
    Obstacle.NAME: "Takové jméno soubor mít nemůže, zkontrolujte ho.",
    Obstacle.DEVICE: "Čtení souboru selhalo, zavolejte správce počítače.",
}
UNWRITABLE = {
    Obstacle.MISSING: "Složka, do které se má soubor uložit, neexistuje.",
    Obstacle.FORBIDDEN: "Do této složky nesmíte ukládat, zvolte jinou.",
    Obstacle.FOLDER: "To je složka, zadejte jméno souboru.",
    Obstacle.NAME: "Takové jméno soubor mít nemůže, zvolte jiné.",
    Obstacle.DEVICE: "Uložení souboru selhalo, zavolejte správce počítače.",
}
REQUIRED: Final = "Vyplňte toto pole."
REQUIRED_FIELDS = {
    "username": "Zadejte uživatelské jméno.",
    "password": "Zadejte heslo.",
    "original": "Zadejte původní heslo.",
    "day": "Zadejte den.",
    "recognised_by": "Vyznačte, jak byl volající rozpoznán.",
    "birth_number": "Zadejte rodné číslo.",
    "ik": "Zadejte IK.",
    "given_name": "Zadejte jméno.",
    "surname": "Zadejte příjmení.",
    "birth_surname": "Zadejte rodné příjmení.",
    "received_on": "Zadejte datum přijetí souhlasu.",
    "correction_reason": "Zadejte důvod opravy.",
    "reference": "Zadejte číslo jednací souhlasu.",
    "workplace": "Vyberte pracoviště.",
    "valid_to": "Zadejte datum, do kterého platí.",
    "valid_from": "Zadejte datum, od kterého platí.",
    "email": "Zadejte email.",
    "position": "Zadejte funkci nebo služební číslo.",
}
OBSTACLES: Final = {
    Obstacle.MISSING: "soubor nebo jeho složka neexistuje",
    Obstacle.FORBIDDEN: "chybí oprávnění",
    Obstacle.FOLDER: "je to složka",
    Obstacle.NAME: "takové jméno soubor mít nemůže",
    Obstacle.DEVICE: "čtení nebo zápis selhal",
}
"""Why a file of the installation cannot be worked with."""
