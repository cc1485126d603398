"""The mail that says there is something in the inbox: no figure, no county, only where to look."""

from collections.abc import Mapping
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from assessments.inbox import telling
from assessments.inbox.models import Message
from operations.jobs import Failed, Later

TITLES: Mapping[str, str] = {
    Message.Kind.PASSED: "有一项评估转到贵单位办理",
    Message.Kind.RETURNED: "有一项评估退回整改",
    Message.Kind.WITHDRAWN: "有一项已报送的评估撤回了",
    Message.Kind.DECIDED: "有一项评估有了结论",
    Message.Kind.ASKED: "有存疑等待答复",
    Message.Kind.RECHECK: "有一项复查有了进展",
}
# After each time that the server did not take it; to be told a day later is to be told nothing.
WAITS = (*(timedelta(minutes=each) for each in (1, 5, 30)), *(timedelta(hours=each) for each in (2, 6, 12)))


def send(payload: Mapping[str, Any], *, put_off: int) -> None:
    """Write to the officers of ``payload["office"]``, each without seeing the others' addresses.

    Raise ``Later`` where the mail server does not take it now, and ``Failed`` where it knows none of the
    addresses, or the mail was *put_off* often enough; the message stays in the inbox all the same.
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
    except SMTPRecipientsRefused as unknown:
        told = "邮件服务器不接受这个单位的全部邮箱地址，请核对账号里的邮箱；消息仍在收件箱里。"
        raise Failed(told) from unknown
    except (OSError, SMTPException) as trouble:
        if put_off >= len(WAITS):
            raise Failed(f"邮件没有发出（{trouble}），已重试 {put_off} 次；消息仍在收件箱里。") from trouble
        raise Later(f"邮件没有发出（{trouble}），稍后自动重发。", after=WAITS[put_off]) from trouble
