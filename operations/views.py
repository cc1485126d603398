"""What the watching machine asks; people ask ``manage.py health``, which says more."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 while pages can be served and 503 while the database is away; strangers learn no more."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse(
            "数据库暂时不可用，请稍后再试。", status=503, content_type="text/plain; charset=utf-8"
        )
    return HttpResponse("正常", content_type="text/plain; charset=utf-8")
