"""Packs: what a centre, or the directors, are given of a span: one content, written as PDF, HTML, PPTX and XLSX."""
