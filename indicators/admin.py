"""Calculations, for an administrator to look at."""

from django.contrib import admin

from indicators.models import Calculation
from schools.admin import ReadOnlyAdmin


@admin.register(Calculation)
class CalculationAdmin(ReadOnlyAdmin):
    list_display = ["ledger", "standard_code", "outcome", "made_at"]
    list_filter = ["outcome", "standard_code"]
    list_select_related = ["ledger__county"]
