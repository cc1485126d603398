"""The mail that says there is something in the inbox: no figure, no county, only where to look."""

from collections.abc import Mapping
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from assessments.inbox import telling
from assessments.inbox.models import Message
from operations.jobs import Failed

TITLES: Mapping[str, str] = {
    Message.Kind.PASSED: "有一项评估转到贵单位办理",
    Message.Kind.RETURNED: "有一项评估退回整改",
    Message.Kind.WITHDRAWN: "有一项已报送的评估撤回了",
    Message.Kind.DECIDED: "有一项评估有了结论",
    Message.Kind.ASKED: "有存疑等待答复",
    Message.Kind.RECHECK: "有一项复查有了进展",
}


def send(payload: Mapping[str, Any]) -> None:
    """Write to the officers of ``payload["office"]``, each without seeing the others' addresses.

    Raise ``Failed`` where the mail server does not take it; the message stays in the inbox all the same.
    """
    addresses = telling.recipients(payload["office"])
    if not addresses:
        return
    title = TITLES[payload["told"]]
    text = (
        f"您好：\n\n{title}。请登录“均衡”查看：\n{settings.PUBLIC_URL}{reverse('inbox')}\n\n"
        "本邮件由系统自动发出，不含业务数据，请勿回复。\n"
    )
    try:
        EmailMessage(subject=f"均衡：{title}", body=text, bcc=addresses).send()
    except (OSError, SMTPException) as trouble:
        raise Failed(f"邮件没有发出（{trouble}）；消息仍在收件箱里。") from trouble
