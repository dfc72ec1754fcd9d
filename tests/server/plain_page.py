"""A page with one of everything that the product draws, served by the real server in the tests."""

import polars as pl
import streamlit as st

from dashboard import downloads
from dashboard.access import demo_people, door_of, person_of_session
from dashboard.queries import budget_followup
from dashboard.queries.budget_followup import Cut
from dashboard.texts import language_of
from dashboard.warehouse import open_warehouse

SCRIPT = (
    "export default function (component) { component.parentElement.querySelector('#ran').textContent = 'script ran' }"
)

st.set_page_config(page_title="Prøve", layout="wide")
language = language_of(st.query_params.get("lang"))
person = person_of_session(st.query_params.get("person"))
door = door_of(person)
unit = person.units[0]

st.title(person.key)
st.text(" ".join(each.key for each in demo_people(open_warehouse())))
st.dataframe(budget_followup.units(door, Cut(2026, 6)).drop("unit_path"))
st.bar_chart(pl.DataFrame({"month": [1, 2, 3], "amount": [3, 1, 2]}), x="month", y="amount")
st.components.v2.component("test_script", html="<p id='ran'>waits</p>", js=SCRIPT)()
st.text_input("Søg")

follow_up = downloads.link(person, door, "budget_followup", language, fiscal_year=2026, period=6, unit=unit)
quality = downloads.link(person, door, "data_quality", language)
foreign = downloads.link(person, door, "budget_followup", language, fiscal_year=2026, period=6, unit="nursery")
st.markdown(f"[Hent opfølgning]({follow_up}) [Hent datakvalitet]({quality}) [Hent fremmed]({foreign})")
if st.button("Fejl"):
    raise ValueError("hemmelig 010190-1234")
