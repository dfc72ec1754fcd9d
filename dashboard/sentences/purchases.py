"""“Do invoices flow by themselves, and do we buy on our agreements?” in words."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.components.headline import KeyFigure, Mark, Note, Sentence
from dashboard.sentences.words import unit_for
from dashboard.texts import Texts, mark

TITLE = mark("Do invoices flow by themselves, and do we buy on our agreements?")

Unit = dict[str, Any]
"""A row of the mart purchases__unit_period."""


def nothing_yet(texts: Texts) -> Sentence:
    """What is said where nothing was bought."""
    return Sentence(
        texts.say("There are no purchases to show here."),
        texts.say("None of your units has any in this release, or no postings have been delivered."),
    )


def sentence(texts: Texts, unit: Unit) -> Sentence:
    """How the invoices flow and what was bought on agreements; then what was not, and the consultants."""
    told = [*_automated(texts, unit), *_covered(texts, unit)]
    lead = " ".join(told) or texts.say("The ledger does not say how invoices were booked or what is on an agreement.")
    return Sentence(lead, " ".join([*_outside(texts, unit), *_consultants(texts, unit)]))


def key_figures(texts: Texts, unit: Unit, whole: Unit | None) -> tuple[KeyFigure, ...]:
    """The four figures, each with last year and the municipality (`whole`: its rates; None for itself) beside it."""
    say, share = texts.say, texts.share
    outside, consultants = unit["outside_agreement_dkk"], unit["consultant_dkk"]
    out_scale, consultant_scale = unit_for(outside), unit_for(consultants)
    return (
        KeyFigure(
            say("Booked automatically"),
            share(unit["automated_invoice_share"]),
            card="purchases.automated_invoice_share",
            notes=(
                Note(texts.say_many("of {count} invoice", "of {count} invoices", unit["told_invoice_count"])),
                *_moved(texts, unit["automated_invoice_share"], unit["last_year_automated_invoice_share"]),
                *_whole(texts, whole, "automated_invoice_share"),
            ),
        ),
        KeyFigure(
            say("Agreement coverage"),
            share(unit["agreement_coverage_share"]),
            card="purchases.agreement_coverage_share",
            notes=(
                *_moved(texts, unit["agreement_coverage_share"], unit["last_year_agreement_coverage_share"]),
                *_whole(texts, whole, "agreement_coverage_share"),
            ),
        ),
        KeyFigure(
            say("Bought outside agreements"),
            texts.amount(outside, out_scale),
            "" if outside is None else texts.unit(out_scale),
            notes=(Note(say("of {amount} that agreements cover", amount=texts.money(unit["agreement_category_dkk"]))),),
            card="purchases.outside_agreement_dkk",
        ),
        KeyFigure(
            say("External consultants"),
            texts.amount(consultants, consultant_scale),
            "" if consultants is None else texts.unit(consultant_scale),
            notes=_consultant_notes(texts, unit, whole),
            card="purchases.consultant_dkk",
        ),
    )


def categories(texts: Texts, accounts: pl.DataFrame) -> tuple[str, ...]:
    """Which accounts count as what, under the tables."""
    names = accounts.filter(pl.col("has_agreement"))["account_name"].to_list()
    marked = accounts.filter(pl.col("is_consultant"))["account_name"].to_list()
    told = []
    if names:
        told.append(texts.say("Accounts with an agreement this year: {names}.", names=", ".join(names)))
    if marked:
        told.append(texts.say("Consultants are what is booked on: {names}.", names=", ".join(marked)))
    return tuple(told)


def _automated(texts: Texts, unit: Unit) -> tuple[str, ...]:
    share = unit["automated_invoice_share"]
    if share is None:
        return ()
    return (texts.say("{share} of the invoices were booked automatically.", share=texts.share(share, 0)),)


def _covered(texts: Texts, unit: Unit) -> tuple[str, ...]:
    share = unit["agreement_coverage_share"]
    if share is None:
        return ()
    return (texts.say("{share} of what agreements cover was bought on them.", share=texts.share(share, 0)),)


def _outside(texts: Texts, unit: Unit) -> tuple[str, ...]:
    amount = unit["outside_agreement_dkk"]
    return (texts.say("{amount} was bought outside the agreements.", amount=texts.money(amount)),) if amount else ()


def _consultants(texts: Texts, unit: Unit) -> tuple[str, ...]:
    now, before = unit["consultant_dkk"], unit["last_year_consultant_dkk"]
    if not now:
        return ()
    if before is None:
        return (texts.say("External consultants cost {amount}.", amount=texts.money(now)),)
    return (
        texts.say(
            "External consultants cost {amount}; {before} by this time last year.",
            amount=texts.money(now),
            before=texts.money(before),
        ),
    )


def _consultant_notes(texts: Texts, unit: Unit, whole: Unit | None) -> tuple[Note, ...]:
    if unit["consultant_dkk"] is None:
        return (Note(texts.say("no accounts are marked as consultants in the settings")),)
    notes = [Note(texts.say("{share} of the purchases", share=texts.share(unit["consultant_share"])))]
    if unit["last_year_consultant_dkk"] is not None:
        notes.append(Note(texts.say("last year {amount}", amount=texts.money(unit["last_year_consultant_dkk"]))))
    return (*notes, *_whole(texts, whole, "consultant_share"))


def _moved(texts: Texts, now: float | None, before: float | None) -> tuple[Note, ...]:
    """Last year's share, and whether it has grown since: more is better of both."""
    if now is None or before is None:
        return ()
    way: Mark = "good" if now > before else "bad" if now < before else ""
    return (Note(texts.say("last year {share}", share=texts.share(before)), mark=way),)


def _whole(texts: Texts, whole: Unit | None, name: str) -> tuple[Note, ...]:
    if whole is None or whole[name] is None:
        return ()
    return (Note(texts.say("the municipality {share}", share=texts.share(whole[name]))),)
