"""The software bill of materials: what is in an installation, from the lock, as CycloneDX; see docs/dependencies.md."""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import licences
from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from environment import ROOT, RUN
from packageurl import PackageURL

TABLES = ROOT / "docs" / "dependencies.md"
TABLES_BEGIN = "## Packages of the program"
_LICENCES = LicenseFactory()


def bill() -> Bom:
    """Pejling, every package of `requirements.lock` with the sums of its files, and what asks for which."""
    ours = Component(
        name="pejling",
        version=licences.project_version(),
        type=ComponentType.APPLICATION,
        bom_ref="pejling",
        licenses=[_LICENCES.make_from_string("MPL-2.0")],
    )
    parts = [(package, _component(package)) for package in licences.packages()]
    extra = [_lying(one) for one in licences.carried() if not one.is_for_tests]
    made = Bom(components=[*(part for _, part in parts), *extra])
    made.metadata.component = ours
    # The same lock is the same bill.
    made.serial_number = uuid5(NAMESPACE_URL, hashlib.sha256(RUN.read_bytes()).hexdigest())
    wanted: dict[str, list[Component]] = {}
    for package, part in parts:
        for by in package.wanted_by:
            wanted.setdefault("pejling" if by.startswith("pejling ") else by, []).append(part)
    made.register_dependency(ours, [*wanted.get("pejling", ()), *extra])
    for package, part in parts:
        made.register_dependency(part, wanted.get(package.name, ()))
    return made


def _component(package: licences.Package) -> Component:
    address = PackageURL(type="pypi", name=package.name, version=package.version)
    # A package is several files, one for each machine and Python: a sum is of a file, not of the package.
    files = [HashType(alg=HashAlgorithm.SHA_256, content=one) for one in package.sums]
    try:
        said = [_LICENCES.make_from_string(licences.licence_of(package.name))]
    except LookupError:  # for another kind of machine than this one
        said = []
    return Component(
        name=package.name,
        version=package.version,
        type=ComponentType.LIBRARY,
        bom_ref=str(address),
        purl=address,
        licenses=said,
        external_references=[
            ExternalReference(type=ExternalReferenceType.DISTRIBUTION, url=XsUri(str(address)), hashes=files)
        ],
    )


def _lying(one: licences.Carried) -> Component:
    kind = ComponentType.LIBRARY if one.version else ComponentType.FILE
    said = [_LICENCES.make_from_string(one.licence)]
    return Component(
        name=one.name, version=one.version or None, type=kind, bom_ref=one.name, description=one.where, licenses=said
    )


def tables_written() -> str:
    """docs/dependencies.md with its tables as they are now."""
    before, _, _ = TABLES.read_text(encoding="utf-8").partition(TABLES_BEGIN)
    return before + licences.table() + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/sbom", description=__doc__)
    parser.add_argument("--out", type=Path, help="the file to write; without it the bill is printed")
    parser.add_argument("--tables", action="store_true", help="write the tables of docs/dependencies.md anew instead")
    chosen = parser.parse_args()
    if chosen.tables:
        TABLES.write_text(tables_written(), encoding="utf-8")
        return
    text = make_outputter(bill(), OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=1)
    if chosen.out:
        chosen.out.write_text(text + "\n", encoding="utf-8")
    else:
        sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
