"""Tables that administrators hand in and are handed out, in tests."""

import io
from typing import Any

from django.test import Client
from django.urls import reverse
from openpyxl import Workbook


def book(*lines: list[Any]) -> bytes:
    made, out = Workbook(), io.BytesIO()
    assert made.active is not None
    for line in lines:
        made.active.append(line)
    made.save(out)
    return out.getvalue()


def exported(client: Client, model: str, form: int, fields: dict[str, str]) -> bytes:
    sent = {"format": str(form), "resource": "0", **fields}
    answer = client.post(reverse(f"admin:{model}_export"), sent)
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    return bytes(answer.content)
