"""What is wrong with the database, in words (`oktui db check`)."""

from collections.abc import Sequence
from typing import Final

from oktui.domain.checks import Breach

BREACHES: Final = {
    "references_lead_somewhere": "odkazuje na záznam, který neexistuje",
    "file_is_whole": "soubor databáze je poškozen",
    "catalogue_is_the_programs": "oprávnění neodpovídá číselníku programu",
    "ministry_alone_has_no_region": "kraj neodpovídá druhu úřadu",
    "workplace_ends_after_it_begins": "konec platnosti předchází jejímu začátku",
    "employee_is_in_the_region_of_the_workplace": "kraj zaměstnance není krajem pracoviště",
    "employee_ends_after_they_begin": "konec platnosti předchází jejímu začátku",
    "employee_has_an_ik_that_agrees": "IK nesouhlasí",
    "employee_has_a_birth_number_of_digits": "rodné číslo nemá devět nebo deset číslic",
    "employee_has_a_surname_that_is_found": "chybí příjmení, nebo podle něj nelze hledat",
    "employee_is_found_by_what_is_stored": "nenajde se podle toho, co je o něm uloženo",
    "person_is_employed_once_at_a_workplace": "osoba je na pracovišti vícekrát",
    "account_is_in_the_realm_of_its_employee": "účet nepatří zaměstnanci téže skupiny aplikací",
    "employee_has_one_account": "zaměstnanec má více účtů",
    "username_is_one_accounts": "uživatelské jméno má více účtů",
    "username_is_of_plain_letters": "uživatelské jméno má nepovolené znaky",
    "password_is_stored_as_its_hash": "heslo není uloženo jako otisk",
    "past_password_is_an_accounts": "dřívější heslo nepatří žádnému účtu, nebo není uloženo jako otisk",
    "temporary_password_must_be_changed": "dočasné heslo se nemusí změnit",
    "temporary_password_dies": "dočasné heslo nemá konec platnosti",
    "lasting_password_has_no_end": "trvalé heslo má konec platnosti jako dočasné",
    "lock_has_failures": "účet je zablokován bez neúspěšného přihlášení, nebo má záporný počet nezdarů",
    "signed_in_account_is_active": "účtem se někdo přihlásil před sehráním",
    "active_account_has_not_failed": "sehraný účet je veden jako nesehraný kvůli chybě",
    "first_sign_in_goes_with_the_last": "první a poslední přihlášení si odporují",
    "grant_is_in_the_realm_of_its_account": "oprávnění je v jiné skupině aplikací než účet",
    "grant_is_of_the_modules_catalogue": "oprávnění v číselníku aplikace není",
    "permission_is_granted_once": "oprávnění je přiděleno vícekrát",
    "grant_ends_after_it_begins": "konec platnosti předchází jejímu začátku",
    "proposal_is_of_what_its_account_holds": "na potvrzení čeká změna oprávnění, které účet nemá nebo nemůže mít",
    "nobody_granted_to_themselves": "oprávnění přidělil sám sobě, nebo ten, kdo neexistuje",
    "ministrys_permission_is_held_at_the_ministry": "oprávnění vyhrazené MPSV má někdo jinde",
    "session_is_in_a_module_of_its_account": "relace je v aplikaci, do které účet nepatří",
    "ended_session_has_a_reason": "konec relace a jeho důvod si odporují",
    "retired_employee_has_no_open_session": "vyřazený zaměstnanec je přihlášen",
    "locked_account_has_no_open_session": "zablokovaným účtem je někdo přihlášen",
    "account_has_one_session_in_a_module": "účet má v aplikaci více otevřených relací",
    "session_is_of_an_account_that_was_signed_in_to": "relace je účtu, kterým se nikdo nepřihlásil",
    "incident_is_of_an_account_or_of_none": "incident má neplatné číslo, nebo účet, který neexistuje",
    "session_through_an_application_is_in_its_module": (
        "relace aplikace je v jiném modulu než aplikace, nebo žádné aplikaci nepatří"
    ),
    "run_activates_no_more_than_it_processes": "běh sehrání aktivoval více účtů, než zpracoval",
    "notice_waits_or_is_settled": "stav upozornění a jeho vyřízení si odporují",
    "owner_is_told_of_an_event_once": "upozornění je dvakrát, nebo patří účtu, který neexistuje",
    "ends_of_the_chain_are_sealed": "pečeť konce auditního záznamu nesouhlasí s klíčem",
    "audit_is_guarded": "chybí nebo je jiná spoušť, která nikomu nedovolí záznamy změnit ani předčasně smazat",
    "workplace_is_as_the_audit_left_it": "pracoviště není takové, jak ho zanechal program: někdo ho změnil mimo něj",
    "employee_is_as_the_audit_left_them": (
        "zaměstnanec, jeho účet nebo oprávnění nejsou takové, jak je zanechal program: někdo je změnil mimo něj"
    ),
    "chain_ends_with_its_last_event": "auditní záznam nekončí svým posledním záznamem",
    "chain_begins_with_its_first_event": "auditní záznam má záznam před svým začátkem",
    "employee_was_sealed_by_their_last_event": (
        "zaměstnanec, jeho účet nebo oprávnění jsou ve starším stavu, než jaký je v auditním záznamu"
    ),
    "employee_who_is_gone_was_deleted": "zaměstnanec zmizel, ač ho nikdo nesmazal",
    "actor_of_an_event_is_there": "záznam je od účtu, který neexistuje",
}
"""What is said of a record that breaks an invariant."""

_TABLES: Final = {
    "account": "Účet",
    "audit_end": "Konec auditu",
    "audit_event": "Auditní záznam",
    "database": "Databáze",
    "employee": "Zaměstnanec",
    "incident": "Incident",
    "notice": "Upozornění",
    "permission": "Oprávnění",
    "permission_grant": "Přidělené oprávnění",
    "session": "Relace",
    "sync_run": "Běh sehrání",
    "workplace": "Pracoviště",
}


AUDIT_EXPOSED: Final = (
    "Pozor: role, pod kterou program v databázi pracuje, smí měnit auditní záznam. Jak mít role dvě, je "
    "v docs/nasazeni.md."
)


def checked(invariants: int, breaches: Sequence[Breach]) -> str:
    """Whether the database is sound, or each record that is not, with the rule."""
    if not breaches:
        return f"Databáze je v pořádku. Ověřeno pravidel: {invariants}."
    lines = [f"{_TABLES[each.table]} {each.key}: {BREACHES[each.invariant]} ({each.rule})." for each in breaches]
    return "\n".join(["DATABÁZE NENÍ V POŘÁDKU.", *lines])
