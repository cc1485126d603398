"""Invented files of provinces for tests."""

import pytest

from indicators import published
from indicators.calculation import provinces
from indicators.calculation.citations import StandardRefused
from indicators.calculation.standard import Standard

HEADER = """
code       = "{national}-example"
extends    = "{national}"
title      = "示例省标准"
reference  = "示例〔2020〕1号"
area       = "99"
valid_from = 2020-01-01
source     = "示例"
confidence = "D"
"""
CITED = 'clause = "示例 第一条", confidence = "B" }'


def national(code: str) -> bytes:
    if code not in {"quality-2017", "basic-2012"}:
        raise KeyError(code)
    return (published.FOLDER / f"{code}.toml").read_bytes()


def province(text: str, below: str = "quality-2017") -> Standard:
    data = (HEADER.format(national=below) + text).encode()
    return provinces.parse(data, "example.toml", national)


def refusal(text: str, below: str = "quality-2017") -> tuple[str, str]:
    with pytest.raises(StandardRefused) as refused:
        province(text, below)
    assert refused.value.file == "example.toml"
    return refused.value.key, refused.value.reason


def rule(item: str, stated: str) -> str:
    return f'[[items]]\ncode = "{item}"\nrule = {{ value = {{ {stated} }}, {CITED}'
