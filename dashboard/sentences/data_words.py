"""The reader's words for what the data are made of: columns, reasons, weights, figures."""

from __future__ import annotations

from dashboard.texts import Texts, mark

REASONS = {
    "bad_quoting": mark("the quotation marks in the line do not match"),
    "control_character": mark("the text holds a character that does not belong in text"),
    "does_not_match": mark("it does not have the form that was agreed"),
    "error_value": mark("the source system wrote an error instead of a value"),
    "field_too_long": mark("the text is longer than any text should be"),
    "line_too_long": mark("the line is longer than any line should be"),
    "more_decimals": mark("the amount has more than two decimals"),
    "needed_cell_empty": mark("something that must be there is empty"),
    "not_a_date": mark("the date is not a date in the form agreed"),
    "not_a_number": mark("the amount is not a number in the form agreed"),
    "not_a_period": mark("the period is not a period in the form agreed"),
    "not_a_whole_number": mark("it is not a whole number"),
    "not_yes_or_no": mark("it is neither yes nor no"),
    "overflow": mark("the source system had no room for the value and wrote stars"),
    "replacement_character": mark("letters were lost before the file came to us"),
    "sum_does_not_agree": mark("the line claims to be the sum of others and is not"),
    "too_large": mark("the amount is too large to be true"),
    "unclosed_quote": mark("a quotation mark is never closed"),
    "unknown_sign": mark("it cannot be told whether it is a cost or an income"),
    "unknown_value": mark("it is not one of the values agreed"),
    "wrong_number_of_fields": mark("the line has another number of fields than the heading"),
}
COLUMNS = {
    "account": mark("account"),
    "account_group": mark("account group"),
    "actual": mark("spent"),
    "adopted_allotment": mark("adopted allotment"),
    "amount": mark("amount"),
    "approved_by": mark("approved by"),
    "body": mark("decided by"),
    "budget_type": mark("budget type"),
    "carried_in": mark("carried in"),
    "carried_out_decided": mark("decided to be carried on"),
    "carried_out_requested": mark("asked to be carried on"),
    "case_no": mark("case number"),
    "closed_on": mark("final account approved"),
    "comment": mark("comment"),
    "completion_date": mark("completion"),
    "cost_centre": mark("cost centre"),
    "cost_change": mark("change of cost"),
    "cost_type": mark("main cost type"),
    "cover": mark("cover"),
    "data_until": mark("data until"),
    "decision_date": mark("decision date"),
    "entered_at": mark("entered on"),
    "entered_by": mark("entered by"),
    "expected_cost": mark("expected cost"),
    "expected_month": mark("expected month"),
    "expenditure_class": mark("expenditure class"),
    "fiscal_year": mark("fiscal year"),
    "forecast": mark("forecast"),
    "function_code": mark("function"),
    "invoice_no": mark("invoice number"),
    "is_approved": mark("approved"),
    "is_automated": mark("booked without a hand"),
    "is_backtest": mark("made afterwards"),
    "is_on_agreement": mark("on agreement"),
    "kind": mark("kind"),
    "method": mark("method"),
    "month": mark("month"),
    "name": mark("name"),
    "parent_id": mark("unit above"),
    "period": mark("period"),
    "phase": mark("phase"),
    "posting_date": mark("posting date"),
    "price_adjustment": mark("price adjustment"),
    "project_class": mark("sort of project"),
    "project_id": mark("project number"),
    "quantity": mark("quantity"),
    "quantity_unit": mark("unit of quantity"),
    "reason": mark("reason"),
    "registered_by": mark("registered by"),
    "rephased": mark("re-phased"),
    "responsible": mark("responsible"),
    "round": mark("round"),
    "round_date": mark("date of the round"),
    "schedule_change_days": mark("change in days"),
    "start_date": mark("start"),
    "supplementary": mark("supplementary appropriation"),
    "supplier_id": mark("supplier number"),
    "supplier_name": mark("supplier"),
    "text": mark("text"),
    "unit_id": mark("unit number"),
    "valid_from": mark("valid from"),
    "valid_to": mark("valid to"),
    "version": mark("version"),
    "version_date": mark("date of the version"),
    "virement": mark("virement"),
    "voucher": mark("voucher"),
    "voucher_line": mark("voucher line"),
    "wbs_element": mark("project code"),
}
SEVERITIES = {"error": mark("error"), "warning": mark("warning")}
FIGURES = {
    "revised": mark("revised budget"),
    "phased": mark("plan to date"),
    "actual": mark("spent"),
    "forecast": mark("forecast"),
    "run_rate_forecast": mark("run rate"),
    "status": mark("status"),
}


def column_word(texts: Texts, column: str | None) -> str:
    """The reader's word for a canonical column."""
    return texts.say(COLUMNS.get(column or "") or column or "")


def reason(texts: Texts, code: str) -> str:
    """Why a line is held back, in plain words; an unknown code as it is, with blanks."""
    return texts.say(REASONS[code]) if code in REASONS else code.replace("_", " ")
