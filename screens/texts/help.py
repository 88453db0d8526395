"""What the help says of each form, for officials, by the form's class (R3-1: the hotline stands on every page)."""

from typing import Final

from oktui.values import dataclass


@dataclass(frozen=True)
class Topic:
    """A page of help: the chapter of the document that the form comes from, if one, and what to say."""

    chapter: str
    text: str


TOPICS: Final = {
    "SignInScreen": Topic(
        "1, 2.6",
        "Zvolte aplikaci, napište uživatelské jméno a heslo a stiskněte Enter. Program si pamatuje, kdo se tu "
        "přihlásil naposled: zapamatované jméno přepíšete psaním, nebo klávesou Enter přejdete k heslu.\n\n"
        "Po třech nesprávných pokusech za sebou se účet zablokuje a odblokuje ho jen správce systému. V aplikaci "
        "OKslužby – poskytovatel se účet neblokuje, další pokusy se ale zpožďují. "
        "Po více neúspěších z jednoho místa se tam na další pokus čeká.\n\n"
        "Nový účet funguje až po sehrání, které probíhá každé dvě hodiny. Do té doby program řekne, co ještě "
        "chybí a kdy proběhne další sehrání. Heslo od správce je jen dočasné: hned po přihlášení si zvolíte "
        "vlastní. Přeruší-li se přitom spojení, platí ještě 15 minut od prvního přihlášení.",
    ),
    "MainMenuScreen": Topic(
        "2.3",
        "Vlevo jsou úlohy, které smíte používat, vpravo údaje o vašem účtu. Úlohu vyberete šipkami a klávesou "
        "Enter, nebo číslicí před jejím názvem; ta je ve všech aplikacích stejná. Dole je vidět, kdy proběhne "
        "příští sehrání účtů.\n\n"
        "Správce tu vidí i počet poplachů, tedy toho, co by měl někdo prověřit; ukáže je klávesa P.\n\n"
        "F6 střídá vzhled: tmavý, světlý a kontrastní. Program si ho pamatuje u vašeho účtu.\n\n"
        "Změna vašich oprávnění se projeví, až se odhlásíte a znovu přihlásíte.",
    ),
    "OverviewScreen": Topic(
        "",
        "Co je dnes třeba udělat: kolik účtů je zablokovaných, komu končí platnost, kdo se ještě nepřihlásil, co čeká "
        "na sehrání. Enter otevře seznam, o který jde; po návratu se počty přečtou znovu.\n\n"
        "Kdo je vyřazen, není v žádném. Dočasná hesla jsou ta, která končí nebo skončila dnes. Chybové hlášení zmizí, "
        "jakmile se jeho majitel přihlásí, nejpozději po 30 dnech. Pracoviště s jedním správcem nemá zástupce: "
        "vidíte i ta, kde jich do 30 dnů ubude.\n\n"
        "Pod nimi jsou vaše seznamy, které jste si uložili v seznamu zaměstnanců.\n\n"
        "Dole je 30 dní, každý den jeden sloupec; tečka je den, kdy se nestalo nic. Číslice otevírají úlohy jako v "
        "hlavním menu, které je pod přehledem. F6 přepne, čím začne vaše příští přihlášení.",
    ),
    "ThinOfficesScreen": Topic(
        "2.1",
        "Pracoviště, na nichž spravuje účty jediný člověk nebo nikdo, dnes nebo v některý z příštích 30 dnů; který den "
        "jich ubude a kolik jich zbude. Rozhoduje platnost zaměstnance a oprávnění Správa systému s úrovní "
        "aktualizace.\n\nEnter ukáže zaměstnance pracoviště.",
    ),
    "ProposalsScreen": Topic(
        "2.1",
        "Kde to tak správce serveru nastavil, dostane oprávnění Správa systému jen ten, koho po jednom správci potvrdí "
        "druhý. Do té doby oprávnění nemá; co ho zužuje nebo ruší, platí hned. Nečeká jen první správce úřadu, kterého "
        "zakládá vlastník počítače.\n\n"
        "Potvrdit (F2) může správce s týmž dosahem, který ho nenavrhl a jehož účtu se netýká. Zamítnout (F8) může i "
        "ten, kdo ho navrhl. Detail (F4) ukáže, o koho jde. Obojí je v auditním záznamu i se jménem navrhovatele.",
    ),
    "GoToScreen": Topic(
        "",
        "Napište začátek názvu úlohy, nebo cokoli, co o někom víte: jméno, uživatelské jméno, e-mail, telefon, IK nebo "
        "pracoviště. Stačí začátky slov v jakémkoli pořadí, bez háčků a čárek. Sedmimístné číslo chyby najde toho, "
        "komu se stala.\n\n"
        "Enter otevře úlohu nebo detail zaměstnance, F6 řekne, proč se nelze přihlásit. Sem vede odkudkoli ^K, mimo "
        "políčka i lomítko.",
    ),
    "EmployeesScreen": Topic(
        "2.3, 2.5",
        "Seznam se zužuje, jak píšete: začátky slov ze jména, uživatelského jména, e-mailu, telefonu, IK nebo "
        "pracoviště, v jakémkoli pořadí; na velikosti písmen a diakritice nezáleží. Kritéria jednotlivě (jméno, "
        "příjmení, druhé příjmení, IK, druh úřadu, pracoviště, i vyřazení a neplatní) ukáže a zase skryje ^P. Šipky, "
        "Page Up a Page Down chodí po seznamu, i když je kurzor v některém poli.\n\n"
        "Klepnutím na nadpis sloupce Osoba, Platnost od nebo Platnost do, nebo klávesou ^R se seznam seřadí jinak, "
        "podruhé obráceně; šipka v nadpisu ukazuje jak. Program si to pamatuje u vašeho účtu, export "
        "je vždy podle příjmení. Co hledáte často, uložíte pod názvem klávesou ^T a otevřete odtamtud i z Přehledu.\n\n"
        "Nový založí zaměstnance, Detail slouží k údržbě účtu, změně jména, hesla a oprávnění, Zrušení – vyřazení "
        "účtu přepne sloupec Vyřazen na Ano a stejným způsobem zpět na Ne. Pod seznamem je celou větou, v jakém "
        "stavu účet je; proč se jím nelze přihlásit, řekne po podmínkách F6. Vlastní účet vyřadit nelze.\n\n"
        "Více zaměstnanců najednou: mezerník označí řádek (v prázdném poli i odtud), hvězdička všechny, kteří "
        "odpovídají. Označení zůstává i při dalším hledání, zruší ho Esc. Co se s označenými má stát, nabídne F2.\n\n"
        "Otevřete-li seznam z Přehledu, jsou v něm jen ti, o které tam jde; ostatní přidá F3.\n\n"
        "Svou poslední změnu vezmete do 10 minut zpět klávesou ^Z. Více nových z tabulky založí ^O.",
    ),
    "ImportScreen": Topic(
        "2.3",
        "Noví zaměstnanci z tabulky: zkopírujte v tabulkovém procesoru řádky i se záhlavím a vložte je sem. Program "
        "hned u každého řádku řekne, koho založí, nebo co je v kterém sloupci špatně; nic se přitom nemění.\n\n"
        "Osobu určuje IK, nebo rodné číslo s lomítkem. Účet vznikne tomu, kdo má uživatelské jméno nebo oprávnění; "
        "oprávnění píšete s úrovní, například Správa systému (aktualizace). Řádky se sloupcem chyb uloží F9; opravené "
        "je vložíte i s ním. Hesla se ukážou jen jednou, po založení.",
    ),
    "UndoScreen": Topic(
        "2.3, 2.5",
        "Vaše poslední změna a co po jejím vzetí zpět bude zase jako dřív. Jde to do 10 minut a jen u toho, koho "
        "mezitím nikdo nezměnil; hromadná změna se vrací celá, u ostatních program řekne, proč to nejde. Nově založený "
        "se smaže, dokud se nepřihlásil.\n\n"
        "Heslo, přihlášení ani registr KRK se zpět nikdy neberou. I vzetí zpět je v auditním záznamu.",
    ),
    "ManyScreen": Topic(
        "2.3, 2.5, 2.6, 2.8",
        "Vyberte, co se s označenými zaměstnanci má stát, a vyplňte, co k tomu patří. Dole je hned vidět, co se komu "
        "změní a u koho to nejde a proč. Nic se nezměnilo, dokud nestisknete OK (F2); co náhled ukazuje jako NELZE, se "
        "neprovede.\n\n"
        "Prodloužení nikomu platnost nezkrátí a ukončení ji nikomu neprodlouží. Koho mezitím změnil někdo jiný, toho "
        "program vynechá. Práci lze zastavit, co je hotové, zůstane. Každá změna je v auditním záznamu zvlášť, celou "
        "hromadnou změnu v něm ukáže F2.",
    ),
    "OutcomeScreen": Topic(
        "2.3, 2.8",
        "Co se s kým stalo; nejdříve ti, u kterých to nešlo, a proč. Vygenerovaná hesla se ukážou jen zde, F9 je uloží "
        "do souboru, který si vyzvednete.",
    ),
    "PersonSearch": Topic(
        "2.2, 2.3",
        "Osobu vyhledáte v registru KRK podle rodného čísla, IK nebo osobních údajů. Napište údaj a stiskněte "
        "Enter; dalším stiskem Enter nalezenou osobu převezmete.\n\n"
        "Chyba 501 znamená, že osoba nemá v KRK kategorii potřebnou pro tuto aplikaci. Pokud osoba v registru "
        "není, program napíše, co dělat dál. Zpět se můžete vrátit i ve chvíli, kdy KRK neodpovídá.",
    ),
    "SavedListsScreen": Topic(
        "2.3",
        "Co máte v seznamu zaměstnanců zadané, uložíte pod názvem: napište ho a stiskněte F7. Příště seznam vyberete "
        "šipkou nebo začátkem názvu a Enter ho otevře, se stejnými kritérii a řazením. Kolik jich v něm je, se počítá "
        "vždy znovu.\n\n"
        "Seznamy jsou jen vaše, jsou i v Přehledu pod těmi, které mají všichni, a smaže je F8. Se zaměstnanci se "
        "přitom nic nestane.",
    ),
    "ColleagueScreen": Topic(
        "2.3",
        "Napište, co o kolegovi víte: jméno, uživatelské jméno, telefon, IK nebo pracoviště; stačí začátky slov. Může "
        "to být i ten, po kom nový zaměstnanec nastupuje.\n\n"
        "Převezme se pracoviště, funkce a oprávnění s jejich úrovněmi, u stávajícího zaměstnance jen oprávnění. Začnou "
        "dnes a skončí, kdy končí kolegovi. Co přidělit nesmíte, program vypíše i s důvodem. Dokud nezvolíte OK ve "
        "formuláři zaměstnance, nic se neuloží.",
    ),
    "SheetScreen": Topic(
        "2.3, 2.8, 3",
        "List pro toho, kdo dostal účet nebo nové heslo: jméno, uživatelské jméno, aplikace, od kdy se lze přihlásit, "
        "co udělat nejdříve, údržba a hotline. Uloží se jako PDF a vyzvednete ho příkazem, který program ukáže.\n\n"
        "Heslo se na list uvede, jen když to zaškrtnete, jen jednou a jen dočasné; je to v auditním záznamu. "
        "Vyzvedněte ho hned a předejte osobně.\n\n"
        "Má-li váš terminál tiskárnu (v PuTTY: Terminal, Printer to send ANSI printer output to), zaškrtněte to a F7 "
        "list vytiskne u vás, na serveru nezůstane žádný soubor. Program si to pamatuje u vašeho účtu.",
    ),
    "NewEmployeeScreen": Topic(
        "2.3, 2.4",
        "Povinné jsou Platnost od, Email a Funkce/služební číslo. Políčko Včetně uživatelského účtu ukáže pole "
        "účtu; uživatelské jméno je předvyplněné podle příjmení a lze ho změnit. Je-li již použito, program "
        "nabídne volné, převezmete ho klávesou ^N.\n\n"
        "Heslo program vygeneruje (^G). Nové oprávnění přidá řádek do tabulky; Podle kolegy (F3) "
        "vyplní pracoviště, funkci a oprávnění podle někoho, kdo je už má. Vše se uloží najednou "
        "tlačítkem OK, a pokud něco nesouhlasí, neuloží se nic a vyplněné údaje zůstanou. "
        "Účtem se lze přihlásit po nejbližším sehrání.",
    ),
    "EmployeeDetailScreen": Topic(
        "2.5, 2.6, 2.8",
        "Údaje zaměstnance, jeho účet a oprávnění. Účet ukončíte datem v poli Platnost do. Zablokovaný účet "
        "odblokuje tlačítko Odemknout účet (^O).\n\n"
        "Zapomenuté heslo: zaškrtněte Změnit heslo a zadejte nové dvakrát, nebo ho nechte vygenerovat (^G). Původní "
        "heslo se nezadává. Zaměstnanec si ho při příštím přihlášení změní; nepoužije-li ho do hodiny, přestane "
        "platit.\n\n"
        "Obnovit se zeptá KRK na současná jména; po změně příjmení program nabídne uživatelské jméno, které převezme "
        "klávesa ^N. Opravit (^P) opraví osobu v KRK, smíte-li to.\n\n"
        "Podle kolegy (F3) přidá oprávnění, která má někdo jiný. "
        "Změna oprávnění se projeví, až se zaměstnanec znovu přihlásí; co účet směl nebo bude smět jiný den, ukáže "
        "Ke dni (^R). Historie (^T) ukáže celé jméno a spojení, jak probíhalo sehrání a kdo co naposledy změnil. "
        "Smazat (^L) lze jen zaměstnance, který se nikdy nepřihlásil. Proč se nelze přihlásit, řekne F6. "
        "Vlastní účet tu měnit nelze.",
    ),
    "PermissionsOnDayScreen": Topic(
        "2.3",
        "Co účet směl nebo bude smět ve zvolený den, minulý i budoucí: s tehdejšími úrovněmi, platností i vyřazením.",
    ),
    "GrantScreen": Topic(
        "2.3",
        "Vyberte oprávnění, jeho úroveň (prohlížení nebo aktualizace) a dobu platnosti; oba dny platí včetně. "
        "Nabízejí se jen oprávnění aplikace, do které jste přihlášeni. Uloží se až tlačítkem OK na formuláři "
        "zaměstnance.",
    ),
    "NewPersonScreen": Topic(
        "2.4",
        "Jen pro OKnouze/OKslužby: osoba, která v registru není, se do něj zapíše podle údajů zde a program jí "
        "přidělí IK. Souhlas se zpracováním osobních údajů se na MPSV neposílá. Pokud registr rodné číslo zná, "
        "program nabídne tuto osobu.\n\n"
        "Co jste napsali do Výběru osoby, je zde už vyplněno, a rodné příjmení se nabídne podle příjmení. Překlep "
        "opravíte na formuláři zaměstnance tlačítkem Opravit, dokud účet osoby není sehraný.",
    ),
    "ChangePasswordScreen": Topic(
        "2.7",
        "Napište původní heslo a dvakrát nové. Vpravo vidíte pravidla a u každého, zda je nové heslo splňuje. "
        "Heslo se mění nejpozději po 18 měsících a posledních 12 hesel nelze použít znovu; vaše přihlášení jinde změna "
        "ukončí. Těžko se uhodne několik slov, která spolu nesouvisí; jména, data, řady kláves a letopočty za slovem "
        "jsou slabé.",
    ),
    "SignedInUsersScreen": Topic(
        "2.3",
        "Kdo je právě přihlášen do této aplikace a odkud. Odhlásit ukončí vybrané přihlášení po dotazu; dotyčný "
        "přijde o to, co má rozepsané. Seznam se sám obnovuje.",
    ),
    "SynchronisationScreen": Topic(
        "2.3",
        "Kdy proběhne příští sehrání, které účty na něj čekají a co jim chybí, a jak dopadla minulá sehrání. "
        "Účet, kterému chybí oprávnění nebo kategorie v KRK, čeká dál, dokud je nedostane.",
    ),
    "WorkplacesScreen": Topic(
        "2.1",
        "Pracoviště a počty jejich zaměstnanců. Správce kraje vidí pracoviště svého kraje, přidávat a měnit je "
        "mohou správci MPSV.",
    ),
    "WorkplaceScreen": Topic(
        "2.1",
        "Pracoviště MPSV nepatří žádnému kraji, každé jiné právě jednomu. Podle kraje se řídí, kdo smí jeho "
        "zaměstnance spravovat.",
    ),
    "DataBoxScreen": Topic(
        "2.4",
        "Nemá-li úřad žádného správce systému, požádá o jeho účet MPSV datovou schránkou. Vyplňte, kdo má "
        "správcem být, a program žádost sepíše. Nic neodesílá: uložený text pošlete spisovou službou úřadu.",
    ),
    "LetterScreen": Topic(
        "2.4",
        "Hotový text žádosti. F6 ho zkopíruje do schránky vašeho terminálu; F2 ho uloží do souboru, který si "
        "vyzvednete příkazem.",
    ),
    "WhyNotScreen": Topic(
        "2.6, 2.8",
        "Napište uživatelské jméno, příjmení a pracoviště, nebo číslo chyby, které volající vidí. Program projde "
        "všechny podmínky přihlášení a u nesplněné řekne, co má volající vědět a kterou klávesou ji napravíte. "
        "Splněné jsou v jednom řádku, mezerník je ukáže.\n\n"
        "Heslo volajícího nikdy nepotřebujete a nikdy se na ně neptejte. Před novým heslem ověřte, s kým mluvíte, "
        "a jak jste to udělali, zaškrtněte.",
    ),
    "StoredAccountScreen": Topic(
        "2.3, 2.8",
        "Co je třeba sdělit uživateli: jeho jméno v programu, od kdy se lze přihlásit a do kdy heslo platí. "
        "Vygenerované heslo se ukáže jen zde. Okno zůstane, dokud je nezavřete.",
    ),
    "RecognitionScreen": Topic(
        "2.8",
        "Zaškrtněte, podle čeho víte, že o nové heslo žádá ten, komu účet patří. Zapíše se jen způsob, nic víc. "
        "Správce zaškrtnout nic nemusí.",
    ),
    "NewPasswordScreen": Topic(
        "2.8",
        "Nové heslo se ukáže jen jednou. Přečtěte ho volajícímu po skupinách, u každého znaku je slovo hláskovací "
        "tabulky. Když se spojení přeruší, heslo prostě vygenerujte znovu.",
    ),
    "AuditLogScreen": Topic(
        "",
        "Každá změna a každý pokus o přihlášení: kdy, kdo, odkud, co, s kým a jak to bylo předtím a potom. "
        "Je-li záznam součástí hromadné změny, F2 ukáže celou a dalším stiskem zase všechno. "
        "Záznamy jsou zřetězené, takže kontrola odhalí záznam změněný, vložený, vyjmutý i odříznutý.",
    ),
    "IncidentsScreen": Topic(
        "2.3",
        "Chybová hlášení podle čísla, které uživatel vidí při odmítnutém přihlášení: kdo se přihlašoval, kdy, "
        "odkud a v jakém stavu byl jeho účet.",
    ),
    "KrkRegisterScreen": Topic(
        "2.2",
        "Registr osob spravuje MPSV. Osobu vyhledáte, nebo zapíšete novou; pro OKslužby je k tomu potřeba přijatý "
        "souhlas se zpracováním osobních údajů.",
    ),
    "RegisteredPersonScreen": Topic(
        "2.2",
        "Údaje osoby v registru, její kategorie a přijaté souhlasy. Kategorie Zaměstnanec SS je pro OKslužby a "
        "vyžaduje souhlas, Zaměstnanec HN pro OKnouze/OKslužby.\n\n"
        "Opravit osobu změní její jména, tituly nebo rodné číslo.",
    ),
    "PersonCorrectionScreen": Topic(
        "2.2, 2.4",
        "Opraví osobu přímo v registru KRK: překlep, příjmení po sňatku, titul. Nové rodné číslo vyplňte jen tehdy, "
        "když se mění; program se ještě zeptá a číslo jiné osoby nepřijme. Důvod opravy je povinný a s údaji před "
        "opravou a po ní zůstane v auditním záznamu.\n\n"
        "Opravovat smí pracovník MPSV, a v OKnouze/OKslužby ten, kdo osobu zapsal, dokud její účet není sehraný. "
        "Zaměstnanci se opraví hned; uživatelské jméno zůstane a detail zaměstnance nabídne nové.",
    ),
    "AppealsScreen": Topic(
        "1.3",
        "Staré účty pro řešení odvolání se do aplikace nepřihlásí a nelze jim dát oprávnění Sociální pracovník. "
        "Zde je najednou vyřadíte; nejdříve vidíte, kterých se to týká.",
    ),
    "ExportScreen": Topic(
        "",
        "Uloží, co je v seznamu, do souboru CSV nebo XLSX. Rodná čísla se nevypisují a export se zapíše do auditního "
        "záznamu. Jméno souboru dá program; vyzvednete si ho příkazem, který pak ukáže. Ukládání lze přerušit.",
    ),
    "KeptFileScreen": Topic(
        "",
        "Soubor čeká v programu. Příkaz na obrazovce zadejte na svém počítači; F6 ho zkopíruje. V konzoli "
        "PowerShell ho spusťte přes cmd, jinak se soubor poškodí. Kdo zná celý název, ten soubor dostane, ale jen "
        "jednou: pak ho program smaže. Smaže ho i tehdy, když ho do uvedené doby nikdo nevyzvedne. Vytvoření i "
        "vyzvednutí se zapíše do auditního záznamu.",
    ),
    "FileTextScreen": Topic("", "Co je v souboru. Krátký soubor F6 zkopíruje celý do schránky vašeho terminálu."),
    "LockScreen": Topic(
        "",
        "Program zůstal bez dozoru, a proto se zakryl. Zadejte své heslo a pokračujte tam, kde jste skončili. Co "
        "bylo rozepsané, zůstalo.",
    ),
}


def key(label: str, *, now: bool) -> str:
    """What a key does; one that is of no use at the moment is named all the same."""
    return label if now else f"{label} (nyní nelze)"
