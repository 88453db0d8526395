"""Two hundred passwords judged by hand, and the rules together must say the same (X-15, X-17)."""

import pytest

from oktui.domain.birth_number import BirthNumber
from oktui.domain.password_owner import Owner
from oktui.domain.password_policy import PasswordPolicy
from oktui.domain.passwords import unmet_rules

POLICY = PasswordPolicy()
KNOWN = ("Jana", "Ryšavá", "Svobodová", "Krajský úřad Kraje Vysočina", "Kraj Vysočina")
NUMBER = BirthNumber("8551171236")
ORDINARY = Owner("j.slaninova", "Slaninová", NUMBER, is_administrator=False, known=KNOWN)
ADMINISTRATOR = Owner("j.slaninova", "Slaninová", NUMBER, is_administrator=True, known=KNOWN)

REPEATED = """
    aaaaaaaaaaaaaaaab
    baaaaaaaaaaaaaaaa
    aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab
    11111111111111112
    01111111111111111
    1111111111111111a
    aaaaaaaabbbbbbbbc
    aaaabbbbccccddddeeee
    abababababababababx
    abcabcabcabcabcabcd
    121212121212121213
    1112223334445556667
    heslohesloheslo12
    hesloHESLOheslo12
    heslo1heslo2heslo3
    novynovynovynovyx1
    kockapeskockapeskocka
    xyxyxyxyxyxyxyxyxyz
    !!!!!!!!!!!!!!!!!a
    .................A
    žžžžžžžžžžžžžžžžb
    áááááááááááááááááá1
"""
SEQUENCES = """
    abcdefghijklmnopqr
    abcdefghijklmnop1
    zyxwvutsrqponmlkjih
    12345678901234567
    123456789012345678a
    98765432109876543
    abc123abc123abc123x
    abcd1234abcd1234x
    qwertzuiopasdfghj
    qwertyuiopasdfgh1
    qwertz123456qwertz1
    asdfghjklasdfghjk1
    yxcvbnmyxcvbnm123
    1qaz2wsx3edc4rfv5tgb
    1q2w3e4r5t6z7u8i9o
    1q2w3e4r5t6y7u8i9
    qayxswedcvfrtgbnh1
    poiuztrewqpoiuztr1
    +ěščřžýáíé+ěščřžýáí
    ěščřžýáíéěščřžýáx
    ěščřžýáíé12345678
    159753159753159753a
    147258369147258369
    qweasdzxc123qweasd
"""
WORDS_IN_DISGUISE = """
    Password123456789
    passwordpassword1
    P@ssw0rd123456789
    p4ssw0rdp4ssw0rd12
    drowssapdrowssap1
    iloveyouiloveyou1
    letmeinletmein2024
    adminadmin123456!
    Administrator2024
    Welcome2024!!!!!!
    Heslo123456789123
    Heslo-1234567890!
    H3sl0123456789012
    h3sl0h3sl0h3sl012
    olsehheslo1234567
    Heslo.Heslo.Heslo1
    TajneHeslo123456!
    tajné heslo 12345
    MojeHeslo20242024
    NovéHeslo2024!!!!
    MojeNoveHeslo123!
    DlouheHeslo123456
    Bezpečnéheslo1234
    SilneHeslo2025!!!
    Administrátor2025
    Spravce1234567890
    Uzivatel123456789
    Dobrydendobryden1
    Nevim123Nevim123!
    Zapomneljsem12345
"""
CZECH_WORDS_AND_YEARS = """
    Březen2026!!!!!!!
    Cervenec2025.2025
    Vánoce2024Vánoce!
    Léto2025Léto2025!
    Pondeli1.1.2024!!
    Sluníčko123456789
    Slunicko-2024-2024
    Miláček1234567890
    MilujiTě123456789
    MilujiTeLenko2024
    Kocicka123Kocicka
    KočkaPes123456789
    Beruska20202020!!
    Sedmikráska202324
    Letadlo2024!!!!!!
    Pivecko1234567890
    Knedlik2024Knedlik
    NejlepšíMáma2024!
    Babicka1945-1945
    Maminka-Tatinek-1
    Vodička1234567890
    Prazdniny2025-2025
    Krtecek123krtecek
    Kofola2024kofola!
    Zahrada2024.2024.
    Cervene-Jablko-2016
    MilujuTe4ever2024
    Pohádka*Pohádka*1
    hvězdičkahvězdička2
    Jarní-Jarní-2026!
    Kocourkovi123456!
"""
NAMES_TOWNS_CLUBS = """
    Novák1234567890!!
    NovotnyNovotny123
    Petr1985Petr1985!
    Honzík2015Honzík!
    JanNovak19851985!
    Martina-Petra-123
    KarelGott19391939
    PavelNedved2003!!
    JaromirJagr686868
    Praha123456789012
    Praha-Brno-123456
    Brno2024Brno2024!
    OstravaOstrava123
    Jihlava58601-5860
    Pelhřimov39301!!!
    Třebíč2024Třebíč!
    SpartaPraha1893!!
    SlaviaPraha-1892!
    Sparta-Slavia-2024
    BanikOstrava1922!
    KometaBrno1953!!!
    Heslo-Sparta-2024!
    SkodaOctavia2020!
    Škodovka123456789
    CeskaRepublika123
    Česko1918Česko1918
"""
THE_OWNERS = """
    Jana17011985Jana!
    JanaVysocina1985!
    Janička1985-1701!
    Rysava17.01.1985!
    RyšaváJana1985!!!
    Svobodova1701198!
    SvobodováJana2024
    17.01.1985Vysocina
    1985011785511712!
    851117/851117/85!
    Vysočina2024!!!!!
    KrajVysocina2024!
    KrajskyUrad123456
    krajský úřad 2024
    KrajskyUradVysocina
    Vysocina-Demo-2016
    OKnouze123456789!
    OKsluzby2024!2024
    OKslužby-OKnouze1
    OKtui2024OKtui2024
    oknouze/oksluzby1
    MPSV123456789MPSV
    mpsv-oknouze-2024
    SpravaSystemu2024
    OKsystem2024-2025
    Poskytovatel2024!
"""
DATES_AND_NUMBERS = """
    1.1.2020-31.12.2020
    01012000010120001
    20240101202401012
    606123456606123456
    48151623424815162
    31415926535897932
    27.05.1980.1980.27
    00000000000000007
    2024202320222021!
"""
FIT_FOR_ORDINARY_ONLY = """
    LetadloKvetina2024!
    LaskoMojeJedina1!
    Jablko123Hruska12
    Rohlik1234Maslo12
    Medvěd.kreslí.7x
"""
FIT_FOR_ORDINARY_BUT_SHORT = """
    kvílí větrolam
    x7Kp2vQ9mz4W
    h8w-2kd-9qv-x
    Zr4kl0p3n!ště
    qkvzjxwpgmnb
    odposlech kvinty
    8jNvd2-Lqp03
    perikl a tyfon
    vqx7!mrt2?bdk
"""
FIT_FOR_EVERYBODY = """
    kolovrátek přede!
    modrý kůň skáče dál
    umbra Tokio 81 žeh
    kolovrátek přede dál a ještě déle
    Příliš žluťoučký kůň úpěl ďábelské ódy
    modrá velryba žere knedlíky v Plzni
    b7kf-9qtz-mx3r-w8he-4ndp
    correct horse battery staple dikobraz
    Na půdě schne sedm starých mandolín
    ó hory - hoří mocně
    dikobraz vrže stropem bez oleje
    Zr4kl0p3n!ště kvílí
    x7Kp2vQ9mz4WbT5nH
    48392617450381629
    4839-2617-4503-8162
    qkvzjxwpgmnbtdhrl
    Tři šnečci loupou ořech ve věži
    umbra Tokio žehlí 81 nití
    k#9vT!q2mZ&x7Lp@w
    Ve čtvrtek padal na Pankrác grep a tuš
    odposlech kvinty v přízemí
    perikl a tyfon nad Orlicí
    Šla Nanynka do zelí, natrhala lupení
    ěšk-vtř-mžl-qpí-záď
    Кто там стучит ночью
    夜の図書館で眠る三匹の狐たちと月、銀の鍵
    puklá mísa, třetí vchod, rez
    aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa kvílí Zr4kl0p3n!ště v přízemí
"""

REFUSED = (
    *(REPEATED, SEQUENCES, WORDS_IN_DISGUISE, CZECH_WORDS_AND_YEARS, NAMES_TOWNS_CLUBS, THE_OWNERS),
    DATES_AND_NUMBERS,
)


def _listed(*tables: str) -> list[str]:
    return [line.strip() for table in tables for line in table.strip().splitlines()]


@pytest.mark.parametrize("password", _listed(*REFUSED))
def test_what_is_soon_guessed_is_refused_to_everybody(password: str) -> None:
    """X-17: long enough for an administrator, and yet the guesser comes upon it soon."""
    assert unmet_rules(password, ORDINARY, POLICY)
    assert unmet_rules(password, ADMINISTRATOR, POLICY)


@pytest.mark.parametrize("password", _listed(FIT_FOR_ORDINARY_ONLY, FIT_FOR_ORDINARY_BUT_SHORT))
def test_what_takes_some_guessing_is_fit_for_an_ordinary_account_only(password: str) -> None:
    """X-17: three words that everybody knows, or X-15: fewer than seventeen characters."""
    assert unmet_rules(password, ORDINARY, POLICY) == ()
    assert unmet_rules(password, ADMINISTRATOR, POLICY)


@pytest.mark.parametrize("password", _listed(FIT_FOR_EVERYBODY))
def test_what_nobody_guesses_is_fit_for_everybody(password: str) -> None:
    """X-17: several words that have nothing to do with each other, or chance."""
    assert unmet_rules(password, ORDINARY, POLICY) == ()
    assert unmet_rules(password, ADMINISTRATOR, POLICY) == ()


def test_there_are_two_hundred_of_them() -> None:
    """X-17: each once."""
    judged = _listed(*REFUSED, FIT_FOR_ORDINARY_ONLY, FIT_FOR_ORDINARY_BUT_SHORT, FIT_FOR_EVERYBODY)
    assert len(set(judged)) == len(judged) >= 200
