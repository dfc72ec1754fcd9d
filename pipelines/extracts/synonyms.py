"""What people call the canonical columns: Danish and English headers of the ERPs that municipalities use.

Only for drafting a spec, which a person then corrects: reading never guesses.
"""

from __future__ import annotations

SYNONYMS: dict[str, tuple[str, ...]] = {
    "voucher": ("bilag", "bilagsnr", "bilagsnummer", "bilagsnr.", "dokument", "dokumentnr", "document", "voucher",
                "transaction number", "posteringsnr"),
    "voucher_line": ("bilagslinje", "linje", "linjenr", "position", "pos", "line"),
    "posting_date": ("bogf.dato", "bogføringsdato", "posteringsdato", "konteringsdato", "dato", "bilagsdato",
                     "posting date", "date paid", "date"),
    "fiscal_year": ("regnskabsår", "budgetår", "år", "fiscal year", "year", "planjahr", "ejercicio"),
    "period": ("periode", "regnskabsperiode", "bogføringsperiode", "måned", "period", "posting period"),
    "cost_centre": ("omkostningssted", "omk.sted", "omkostningssted nr", "profitcenter", "sted", "kostenstelle",
                    "cost centre", "cost center", "stedkonto"),
    "wbs_element": ("psp-element", "psp element", "psp", "wbs", "wbs element", "projekt", "projektnr"),
    "account": ("artskonto", "konto", "kontonr", "finanskonto", "art", "sachkonto", "account", "g/l account"),
    "function_code": ("funktion", "funktionsnr", "function", "funktionskode"),
    "budget_type": ("dranst", "budgettype", "drift/anlæg", "capital or revenue"),
    "amount": ("beløb", "beløb i dkk", "beløb dkk", "beløb i kr.", "beløb kr.", "beløb i intern valuta", "saldo",
               "amount", "net amount", "budgetbeløb", "disponeret", "restbeløb", "importe"),
    "text": ("tekst", "posteringstekst", "bilagstekst", "text", "beskrivelse"),
    "supplier_id": ("leverandørnr", "leverandørnr.", "leverandørnummer", "kreditor", "kreditornr", "cvr", "cvr-nr",
                    "supplier id"),
    "supplier_name": ("leverandørnavn", "leverandør", "kreditornavn", "navn på leverandør", "supplier name",
                      "supplier"),
    "invoice_no": ("fakturanr", "fakturanr.", "faktura", "reference", "invoice no"),
    "registered_by": ("registreret af", "oprettet af", "bruger", "registered by"),
    "approved_by": ("godkendt af", "godkender", "approved by"),
    "is_automated": ("automatisk", "autom.", "automated"),
    "is_on_agreement": ("indkøbsaftale", "aftale", "på aftale", "on agreement"),
    "kind": ("type", "bilagsart", "art af postering", "budgetart", "bevillingstype", "kind"),
    "month": ("måned", "month"),
    "decision_date": ("beslutningsdato", "besluttet", "bevilget", "decision date"),
    "body": ("udvalg", "besluttet af", "body"),
    "case_no": ("sagsnr", "sagsnr.", "sagsnummer", "case no"),
    "cover": ("finansiering", "dækning", "cover"),
    "comment": ("bemærkning", "bemærkninger", "kommentar", "comment", "descripcion"),
    "round": ("runde", "opfølgning", "budgetopfølgning", "round"),
    "round_date": ("rundedato", "pr. dato", "opgjort pr.", "round date"),
    "unit_id": ("enhed", "enhedsnr", "enhedsnummer", "organisationsnr", "id", "unit", "unit id"),
    "account_group": ("kontogruppe", "artsgruppe", "account group"),
    "entered_by": ("indtastet af", "entered by"),
    "entered_at": ("indtastet", "entered at"),
    "expected_month": ("forventet måned", "expected month"),
    "name": ("navn", "betegnelse", "kontonavn", "artskonto navn", "funktionsnavn", "enhedsnavn", "bezeichnung", "name"),
    "parent_id": ("overordnet", "over", "overenhed", "hører under", "parent", "parent id"),
    "valid_from": ("gyldig fra", "gælder fra", "fra", "gültig ab", "gültig_ab", "valid from"),
    "valid_to": ("gyldig til", "gælder til", "til", "gültig bis", "gültig_bis", "valid to"),
    "cost_type": ("hovedart", "cost type"),
    "expenditure_class": ("udgiftsklasse", "rammetype", "expenditure class"),
}  # fmt: skip
# What stands in the name of a file that holds one of these tables.
FILE_WORDS: dict[str, tuple[str, ...]] = {
    "organisation": ("organisation", "enhed"),
    "posting": ("poster", "finans", "posting"),
    "budget_line": ("budget",),
    "forecast": ("prognose", "forecast"),
    "commitment": ("disponering", "disposition", "commitment"),
}
SIGN_HEADERS = ("d/k", "debet/kredit", "s/h", "debit/credit", "dr/cr")
PERIOD_LABELS = ("periode", "regnskabsperiode", "period")
RUN_DATE_LABELS = ("kørselsdato", "udskriftsdato", "udskrevet", "dannet", "udtræksdato", "run date")
TOTAL_LABELS = (
    "i alt", "ialt", "sum i alt", "total i alt", "total", "totalt", "sum", "hovedtotal", "ergebnis", "grand total",
)  # fmt: skip
