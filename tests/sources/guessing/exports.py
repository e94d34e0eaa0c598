"""Exports as offices in four countries write them, and what a guess has to make of each without asking."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.sources.guessing.paper_sheet import PaperSheet, columns


@dataclass(frozen=True, kw_only=True)
class Case:
    """An export.

    Attributes:
        fills: canonical column -> the headers that fill it; all of them, and no other.
        outcomes: text -> outcome, with `*` for any other.
        forms: header -> decimal, thousands, dates.
        constants: canonical column -> constant.
        left: headers that have to be asked about.
    """

    title: str
    sheet: PaperSheet
    table: str
    fills: dict[str, tuple[str, ...]]
    outcomes: dict[str, str] = field(default_factory=dict)
    forms: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    crm: str = ""


def _fills(text: str) -> dict[str, tuple[str, ...]]:
    """Read `target = Header, Header` lines."""
    pairs = (line.split(" = ") for line in text.strip().splitlines())
    return {target.strip(): tuple(name.strip() for name in headers.split(" + ")) for target, headers in pairs}


CASES = [
    Case(
        title="HubSpot deals, close date of open deals is the expected one",
        crm="hubspot",
        sheet=columns(
            "hubspot-crm-exports-all-deals-2026-03-01.csv",
            """
            Record ID | 1001 | 1002 | 1003 | 1004
            Deal Name | Big one | Small one | Open one | Next one
            Deal Stage | Closed Won | Closed Lost | Appointment Scheduled | Contract Sent
            Close Date | 2026-01-10 12:01 | 2026-02-11 09:00 | 2026-06-30 00:00 | 2026-07-31 00:00
            Deal owner | Jana Nová | Peter Malý | Jana Nová | Jana Nová
            Amount | 1200.50 | 90.10 | 700 | 800
            Amount in company currency | 1300 | 99 | 710 | 810
            Create Date | 2025-11-02 08:15 | 2025-12-02 10:15 | 2026-01-02 11:45 | 2026-01-03 11:45
            Pipeline | Sales | Sales | Sales | Sales
            Associated Company (Primary) | Acme | Beta | Acme | Gama
            """,
        ),
        table="deal",
        fills=_fills(
            """
            id = Record ID
            name = Deal Name
            stage_id = Deal Stage
            outcome = Deal Stage
            closed_at = Close Date
            expected_close_on = Close Date
            owner_id = Deal owner
            amount = Amount
            created_at = Create Date
            pipeline_id = Pipeline
            account_id = Associated Company (Primary)
            """
        ),
        outcomes={
            "Closed Won": "won",
            "Closed Lost": "lost",
            "Appointment Scheduled": "open",
            "Contract Sent": "open",
            "*": "open",
        },
    ),
    Case(
        title="Salesforce opportunities report, American dates, per cents in the header",
        crm="salesforce",
        sheet=columns(
            "report1677.csv",
            """
            Opportunity Name | Acme - 200 | Beta - 10 | Gama - 5
            Type | New Business | Renewal | New Business
            Lead Source | Web | Partner | Web
            Amount | 12000.00 | 900.00 | 400.00
            Probability (%) | 100 | 0 | 20
            Close Date | 3/25/2026 | 3/2/2026 | 4/30/2026
            Created Date | 1/14/2026 | 1/3/2026 | 2/3/2026
            Stage | Closed Won | Closed Lost | Prospecting
            Opportunity Owner | Jo Doe | Jo Doe | Al Roe
            Account Name | Acme | Beta | Gama
            Age | 70 | 58 | 30
            """,
        ),
        table="deal",
        fills=_fills(
            """
            name = Opportunity Name
            deal_type = Type
            lead_source = Lead Source
            amount = Amount
            probability = Probability (%)
            closed_on = Close Date
            expected_close_on = Close Date
            created_on = Created Date
            stage_id = Stage
            outcome = Stage
            owner_id = Opportunity Owner
            account_id = Account Name
            """
        ),
        outcomes={"Closed Won": "won", "Closed Lost": "lost", "Prospecting": "open", "*": "open"},
        forms={"Close Date": (".", "", "%m/%d/%Y"), "Created Date": (".", "", "%m/%d/%Y")},
    ),
    Case(
        title="Pipedrive deals in English: the state wins over the stage, won and lost times are one date",
        crm="pipedrive",
        sheet=columns(
            "deals-12345-67.csv",
            """
            Deal - ID | 1 | 2 | 3
            Deal - Title | One | Two | Three
            Deal - Value | 1200 | 300 | 40
            Deal - Currency of Value | EUR | EUR | CZK
            Deal - Status | Won | Lost | Open
            Deal - Stage | Negotiation | Contact | Contact
            Deal - Owner | Jana | Jana | Peter
            Deal - Won time | 2026-02-01 10:00:00 |  |
            Deal - Lost time |  | 2026-03-01 11:00:00 |
            Deal - Expected close date | 2026-02-10 | 2026-02-11 | 2026-05-11
            Deal - Deal created | 2025-12-01 08:00:00 | 2025-12-02 08:00:00 | 2025-12-03 08:00:00
            Deal - Organization | Acme | Beta | Gama
            Person - Name | Al | Bo | Cy
            """,
        ),
        table="deal",
        fills=_fills(
            """
            id = Deal - ID
            name = Deal - Title
            amount = Deal - Value
            currency = Deal - Currency of Value
            outcome = Deal - Status
            stage_id = Deal - Stage
            owner_id = Deal - Owner
            closed_at = Deal - Won time + Deal - Lost time
            expected_close_on = Deal - Expected close date
            created_at = Deal - Deal created
            account_id = Deal - Organization
            """
        ),
        outcomes={"Won": "won", "Lost": "lost", "Open": "open"},
    ),
    Case(
        title="Pipedrive deals in Slovak",
        sheet=columns(
            "obchody.csv",
            """
            Obchod - ID | 1 | 2 | 3
            Obchod - Názov | Prvý | Druhý | Tretí
            Obchod - Hodnota | 1 200,50 | 300 | 40
            Obchod - Mena hodnoty | EUR | EUR | EUR
            Obchod - Stav | Vyhraté | Prehraté | Otvorené
            Obchod - Fáza | Ponuka | Kontakt | Kontakt
            Obchod - Vlastník | Jana Nová | Jana Nová | Peter Malý
            Obchod - Čas výhry | 1. 2. 2026 |  |
            Obchod - Čas prehry |  | 1. 3. 2026 |
            Obchod - Očakávaný dátum uzavretia | 10. 2. 2026 | 11. 2. 2026 | 11. 5. 2026
            Obchod - Obchod vytvorený | 1. 12. 2025 | 2. 12. 2025 | 3. 12. 2025
            Obchod - Organizácia | Oceľ | Drevo | Sklo
            Obchod - Dôvod prehry |  | Cena |
            """,
        ),
        table="deal",
        fills=_fills(
            """
            id = Obchod - ID
            name = Obchod - Názov
            amount = Obchod - Hodnota
            currency = Obchod - Mena hodnoty
            outcome = Obchod - Stav
            stage_id = Obchod - Fáza
            owner_id = Obchod - Vlastník
            closed_on = Obchod - Čas výhry + Obchod - Čas prehry
            expected_close_on = Obchod - Očakávaný dátum uzavretia
            created_on = Obchod - Obchod vytvorený
            account_id = Obchod - Organizácia
            lost_reason = Obchod - Dôvod prehry
            """
        ),
        outcomes={"Vyhraté": "won", "Prehraté": "lost", "Otvorené": "open"},
        forms={"Obchod - Hodnota": (",", "", ""), "Obchod - Čas výhry": (".", "", "%d.%m.%Y")},
    ),
    Case(
        title="Pipedrive deals in Czech",
        sheet=columns(
            "deals.csv",
            """
            Obchod - ID | 1 | 2 | 3
            Obchod - Název | První | Druhý | Třetí
            Obchod - Hodnota | 120 000 Kč | 3 000 Kč | 400 Kč
            Obchod - Měna hodnoty | CZK | CZK | CZK
            Obchod - Stav | Vyhráno | Prohráno | Otevřeno
            Obchod - Fáze | Nabídka | Kontakt | Kontakt
            Obchod - Vlastník | Jana Nová | Jana Nová | Petr Malý
            Obchod - Datum výhry | 01.02.2026 10:15 |  |
            Obchod - Datum prohry |  | 01.03.2026 11:15 |
            Obchod - Očekávané datum uzavření | 10.02.2026 | 11.02.2026 | 11.05.2026
            Obchod - Organizace | Ocel | Dřevo | Sklo
            Obchod - Důvod prohry |  | Cena |
            """,
        ),
        table="deal",
        fills=_fills(
            """
            id = Obchod - ID
            name = Obchod - Název
            amount = Obchod - Hodnota
            currency = Obchod - Měna hodnoty
            outcome = Obchod - Stav
            stage_id = Obchod - Fáze
            owner_id = Obchod - Vlastník
            closed_at = Obchod - Datum výhry + Obchod - Datum prohry
            expected_close_on = Obchod - Očekávané datum uzavření
            account_id = Obchod - Organizace
            lost_reason = Obchod - Důvod prohry
            """
        ),
        outcomes={"Vyhráno": "won", "Prohráno": "lost", "Otevřeno": "open"},
        forms={"Obchod - Očekávané datum uzavření": (".", "", "%d.%m.%Y")},
    ),
    Case(
        title="Pipedrive deals in German",
        sheet=columns(
            "deals.csv",
            """
            Deal - ID | 1 | 2 | 3
            Deal - Titel | Eins | Zwei | Drei
            Deal - Wert | 1.200,50 € | 300,00 € | 40,00 €
            Deal - Währung von Wert | EUR | EUR | EUR
            Deal - Status | Gewonnen | Verloren | Offen
            Deal - Phase | Angebot | Kontakt | Kontakt
            Deal - Besitzer | Jana Neu | Jana Neu | Peter Klein
            Deal - Gewonnen am | 01.02.2026 |  |
            Deal - Verloren am |  | 01.03.2026 |
            Deal - Erwartetes Abschlussdatum | 10.02.2026 | 11.02.2026 | 11.05.2026
            Deal - Deal erstellt am | 01.12.2025 | 02.12.2025 | 03.12.2025
            Deal - Organisation | Stahl | Holz | Glas
            Deal - Grund für Verlust |  | Preis |
            """,
        ),
        table="deal",
        fills=_fills(
            """
            id = Deal - ID
            name = Deal - Titel
            amount = Deal - Wert
            currency = Deal - Währung von Wert
            outcome = Deal - Status
            stage_id = Deal - Phase
            owner_id = Deal - Besitzer
            closed_on = Deal - Gewonnen am + Deal - Verloren am
            expected_close_on = Deal - Erwartetes Abschlussdatum
            created_on = Deal - Deal erstellt am
            account_id = Deal - Organisation
            lost_reason = Deal - Grund für Verlust
            """
        ),
        outcomes={"Gewonnen": "won", "Verloren": "lost", "Offen": "open"},
        forms={"Deal - Wert": (",", ".", ""), "Deal - Gewonnen am": (".", "", "%d.%m.%Y")},
    ),
    Case(
        title="Capsule opportunities: milestones",
        crm="capsule",
        sheet=columns(
            "opportunities.csv",
            """
            Id | 7 | 8 | 9
            Name | One | Two | Three
            Party/Organisation | Acme | Beta | Gama
            Milestone | Won | Lost | Proposal
            Value | 1500 | 200 | 30
            Currency | GBP | GBP | GBP
            Probability | 100 | 0 | 50
            Expected Close | 2026-02-01 | 2026-03-01 | 2026-04-01
            Actual Close | 2026-02-03 | 2026-03-03 |
            Owner | jana | jana | peter
            Created | 2025-12-01 | 2025-12-02 | 2025-12-03
            """,
        ),
        table="deal",
        fills=_fills(
            """
            id = Id
            name = Name
            account_id = Party/Organisation
            stage_id = Milestone
            outcome = Milestone
            amount = Value
            currency = Currency
            probability = Probability
            expected_close_on = Expected Close
            closed_on = Actual Close
            owner_id = Owner
            created_on = Created
            """
        ),
        outcomes={"Won": "won", "Lost": "lost", "Proposal": "open", "*": "open"},
    ),
    Case(
        title="A Slovak spreadsheet of deals: currency in the header, blanks between thousands",
        sheet=columns(
            "Zoznam obchodov 2026.xlsx",
            """
            Číslo obchodu | O-1 | O-2 | O-3
            Názov obchodu | Prvý | Druhý | Tretí
            Zákazník | Oceľ Nitra | Drevo Zvolen | Sklo Lednica
            Obchodník | Jana Nová | Peter Malý | Jana Nová
            Fáza | Uzavreté - vyhraté | Uzavreté - prehraté | Ponuka
            Hodnota (€) | 12 500,00 | 900,00 | 1 000,00
            Dátum vytvorenia | 5. 1. 2026 | 15. 1. 2026 | 25. 1. 2026
            Dátum uzavretia | 9. 3. 2026 | 19. 3. 2026 |
            Poznámka |  | drahé |
            """,
            sheet="Hárok1",
        ),
        table="deal",
        fills=_fills(
            """
            id = Číslo obchodu
            name = Názov obchodu
            account_id = Zákazník
            owner_id = Obchodník
            stage_id = Fáza
            outcome = Fáza
            amount = Hodnota (€)
            created_on = Dátum vytvorenia
            closed_on = Dátum uzavretia
            """
        ),
        outcomes={"Uzavreté - vyhraté": "won", "Uzavreté - prehraté": "lost", "Ponuka": "open", "*": "open"},
        forms={"Hodnota (€)": (",", "", ""), "Dátum uzavretia": (".", "", "%d.%m.%Y")},
        constants={"currency": "EUR"},
    ),
    Case(
        title="Czech opportunities with amounts in thousands and per cents as figures",
        sheet=columns(
            "prilezitosti_export.csv",
            """
            ID příležitosti | 11 | 12 | 13
            Název příležitosti | První | Druhá | Třetí
            Firma | Ocel | Dřevo | Sklo
            Obchodní zástupce | Jana | Petr | Jana
            Fáze | Získáno | Ztraceno | Nabídka
            Hodnota (tis. Kč) | 120 | 80 | 15
            Pravděpodobnost | 100 | 0 | 40
            Předpokládané uzavření | 1. 3. 2026 | 2. 3. 2026 | 3. 4. 2026
            Vytvořeno | 1. 1. 2026 | 2. 1. 2026 | 13. 1. 2026
            """,
        ),
        table="deal",
        fills=_fills(
            """
            id = ID příležitosti
            name = Název příležitosti
            account_id = Firma
            owner_id = Obchodní zástupce
            stage_id = Fáze
            outcome = Fáze
            amount = Hodnota (tis. Kč)
            probability = Pravděpodobnost
            expected_close_on = Předpokládané uzavření
            created_on = Vytvořeno
            """
        ),
        outcomes={"Získáno": "won", "Ztraceno": "lost", "Nabídka": "open", "*": "open"},
        constants={"currency": "CZK"},
    ),
    Case(
        title="German deals of an own making",
        sheet=columns(
            "Verkaufschancen.csv",
            """
            Deal-Nummer | D1 | D2 | D3
            Bezeichnung | Eins | Zwei | Drei
            Kunde | Stahl | Holz | Glas
            Vertriebsmitarbeiter | Jana | Peter | Jana
            Verkaufsphase | Gewonnen | Verloren | Angebot
            Auftragswert | 1.234,50 | 900,00 | 12.000,00
            Währung | EUR | EUR | EUR
            Angelegt am | 01.02.2026 | 02.02.2026 | 03.02.2026
            Abgeschlossen am | 14.03.2026 | 15.03.2026 |
            Voraussichtliches Abschlussdatum | 10.03.2026 | 11.03.2026 | 12.04.2026
            """,
        ),
        table="deal",
        fills=_fills(
            """
            id = Deal-Nummer
            name = Bezeichnung
            account_id = Kunde
            owner_id = Vertriebsmitarbeiter
            stage_id = Verkaufsphase
            outcome = Verkaufsphase
            amount = Auftragswert
            currency = Währung
            created_on = Angelegt am
            closed_on = Abgeschlossen am
            expected_close_on = Voraussichtliches Abschlussdatum
            """
        ),
        outcomes={"Gewonnen": "won", "Verloren": "lost", "Angebot": "open", "*": "open"},
        forms={"Auftragswert": (",", ".", ""), "Angelegt am": (".", "", "%d.%m.%Y")},
    ),
    Case(
        title="Slovak companies without numbers: the name is the id",
        sheet=columns(
            "firmy.csv",
            """
            Názov firmy | Oceľ Nitra | Drevo Zvolen | Sklo Lednica
            Odvetvie | Strojárstvo | Drevo | Sklo
            Kraj | Nitriansky | Banskobystrický | Trenčiansky
            Krajina | SK | SK | SK
            Obchodník | Jana | Peter | Jana
            Počet zamestnancov | 50-249 | 1-49 | 1-49
            IČO | 12345678 | 23456789 | 34567890
            """,
        ),
        table="account",
        fills=_fills(
            """
            id = Názov firmy
            name = Názov firmy
            industry = Odvetvie
            region = Kraj
            country = Krajina
            owner_id = Obchodník
            size_band = Počet zamestnancov
            """
        ),
    ),
    Case(
        title="Czech invoices: a date alone is the invoice's when there is no other",
        sheet=columns(
            "faktury_2026.csv",
            """
            Číslo faktury | F1 | F2 | F3
            Odběratel | Ocel | Dřevo | Ocel
            Datum vystavení | 1.3.2026 | 2.3.2026 | 13.3.2026
            Datum splatnosti | 15.3.2026 | 16.3.2026 | 27.3.2026
            Částka bez DPH | 1 000,00 | 2 000,50 | 300,00
            Částka s DPH | 1 210,00 | 2 420,61 | 363,00
            Měna | CZK | CZK | CZK
            """,
        ),
        table="invoice_line",
        fills=_fills(
            """
            invoice_no = Číslo faktury
            account_id = Odběratel
            invoiced_on = Datum vystavení
            amount = Částka bez DPH
            currency = Měna
            """
        ),
        forms={"Částka bez DPH": (",", "", ""), "Datum vystavení": (".", "", "%d.%m.%Y")},
    ),
    Case(
        title="German contracts that end on the last day of a month",
        sheet=columns(
            "Verträge.csv",
            """
            Vertragsnummer | V1 | V2 | V3
            Kunde | Stahl | Holz | Glas
            Vertragsbeginn | 01.01.2026 | 01.02.2026 | 01.03.2026
            Vertragsende | 31.12.2026 | 28.02.2026 |
            Monatsbetrag | 100,00 | 200,00 | 300,50
            Währung | EUR | EUR | EUR
            """,
        ),
        table="customer_period",
        fills=_fills(
            """
            id = Vertragsnummer
            account_id = Kunde
            starts_on = Vertragsbeginn
            ends_on = Vertragsende
            monthly_amount = Monatsbetrag
            currency = Währung
            """
        ),
    ),
    Case(
        title="Leads with first words of all four languages mixed by an office",
        sheet=columns(
            "Leady.csv",
            """
            ID leadu | L1 | L2
            Zdroj leadu | Web | Veľtrh
            Dátum vytvorenia | 2026-01-05 | 2026-01-06
            Vlastník | Jana | Peter
            Stav leadu | Nový | Kvalifikovaný
            Firma | Oceľ | Drevo
            E-mail | a@ocel.example | b@drevo.example
            Krajina | SK | SK
            """,
        ),
        table="lead",
        fills=_fills(
            """
            id = ID leadu
            lead_source = Zdroj leadu
            created_on = Dátum vytvorenia
            owner_id = Vlastník
            status = Stav leadu
            account_id = Firma
            email = E-mail
            country = Krajina
            """
        ),
    ),
    Case(
        title="Quotas by quarter, ends included",
        sheet=columns(
            "kvóty.csv",
            """
            Obchodník | Jana | Peter
            Začiatok obdobia | 1.1.2026 | 1.1.2026
            Koniec obdobia | 31.3.2026 | 31.3.2026
            Kvóta (EUR) | 50 000 | 38 000
            """,
        ),
        table="quota",
        fills=_fills(
            """
            subject_id = Obchodník
            starts_on = Začiatok obdobia
            ends_on = Koniec obdobia
            amount = Kvóta (EUR)
            """
        ),
        constants={"subject_kind": "rep", "currency": "EUR"},
        forms={"Začiatok obdobia": (".", "", "%d.%m.%Y")},
    ),
    Case(
        title="Bouncer's verdicts on addresses",
        crm="bouncer",
        sheet=columns(
            "results_all.csv",
            """
            email | ana@firma.sk | eva@firma.sk | iva@firma.sk
            status | deliverable | undeliverable | unknown
            reason | accepted_email | rejected_email | timeout
            domain.name | firma.sk | firma.sk | firma.sk
            domain.disposable | no | no | no
            account.role | no | no | no
            provider | google.com | google.com | google.com
            score | 100 | 0 | 0
            toxic | unknown | unknown | unknown
            toxicity | 0 | 0 | 0
            """,
        ),
        table="email_verdict",
        fills=_fills(
            """
            email = email
            status = status
            reason = reason
            """
        ),
    ),
    Case(
        title="ZeroBounce's verdicts beside a list of its user",
        crm="zerobounce",
        sheet=columns(
            "newsletter_zb.csv",
            """
            Email Address | ana@firma.sk | eva@firma.sk | iva@firma.sk
            First Name | Ana | Eva | Iva
            ZB Status | valid | do_not_mail | catch-all
            ZB Sub status | - | role_based | -
            ZB Free Email | false | false | false
            """,
        ),
        table="email_verdict",
        fills=_fills(
            """
            email = Email Address
            status = ZB Status
            reason = ZB Sub status
            """
        ),
    ),
    Case(
        title="Verdicts in Slovak, known by what they say",
        sheet=columns(
            "zoznam.csv",
            """
            E-mail | ana@firma.sk | eva@firma.sk | iva@firma.sk
            Stav | platný | Nedoručiteľná | neoverené
            Dátum overenia | 13.3.2026 | 14.3.2026 | 15.3.2026
            """,
        ),
        table="email_verdict",
        fills=_fills(
            """
            email = E-mail
            status = Stav
            checked_on = Dátum overenia
            """
        ),
        forms={"Dátum overenia": (".", "", "%d.%m.%Y")},
    ),
    Case(
        title="Leads with an address and a state are no verdicts",
        sheet=columns(
            "leads.csv",
            """
            email | ana@firma.sk | eva@firma.sk | iva@firma.sk
            status | New | Working | Qualified
            lead source | Ads | Ads | SEO
            """,
        ),
        table="lead",
        fills=_fills(
            """
            email = email
            status = status
            lead_source = lead source
            """
        ),
    ),
]
