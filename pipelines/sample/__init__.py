"""The fictive municipality of Havrevig: its extracts, written in the forms and with the mess of real ones."""

from pipelines.sample.truth import FileTruth, Truth, kroner
from pipelines.sample.write import POSTINGS, SEED, write_sample

__all__ = ["POSTINGS", "SEED", "FileTruth", "Truth", "kroner", "write_sample"]
