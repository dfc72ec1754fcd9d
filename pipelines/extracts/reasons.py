"""Why a row is in quarantine: each code, and what is wrong in words."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "wrong_number_of_fields": "the row has another number of fields than the header",
    "unclosed_quote": "a quotation mark opens a text and none closes it",
    "bad_quoting": "something stands between a closing quotation mark and the next separator",
    "field_too_long": "a field is longer than 131 072 characters",
    "line_too_long": "the line is longer than 1 MiB; only its beginning is kept",
    "needed_cell_empty": "a cell that the table needs is empty",
    "not_a_number": "the amount is in none of the declared forms",
    "more_decimals": "the amount has more (or fewer) decimals than declared",
    "too_large": "the amount has more than sixteen digits before the decimal mark",
    "unknown_sign": "the debit or credit mark is neither of those declared",
    "not_a_whole_number": "the number is not whole",
    "not_a_date": "the day is in none of the declared forms, or is no real day",
    "not_a_period": "the period is in none of the declared forms",
    "not_yes_or_no": "the cell says neither yes nor no",
    "unknown_value": "the value is not in the list that the spec or the table allows",
    "does_not_match": "the text does not fit the pattern that a part of it is taken by",
    "error_value": "the cell holds an error of the spreadsheet (#N/A, #I/T, #REF! …) or a formula without a result",
    "overflow": "the cell is full of asterisks: the number did not fit the column of the report",
    "replacement_character": "a letter was lost when the text was written",
    "control_character": "the cell holds a control character",
    "sum_does_not_agree": "the row claims to be the sum of others and is not",
}
