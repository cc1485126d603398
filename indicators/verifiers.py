"""Calculations come out the same when everything they were made from is judged once more."""

from collections.abc import Iterator

from indicators import inputs, keeping
from indicators.models import Calculation
from operations.verification import Fault, over, register


@register("测算结果")
def figures() -> Iterator[Fault]:
    """Every kept figure is worked out again from the rows; from other rows or another standard it cannot."""
    kept = Calculation.objects.order_by("pk").select_related("ledger__county", "county_ledger")
    for calculation in over(kept):
        where = f"测算 {calculation.pk}（{calculation.ledger}）"
        try:
            for difference in keeping.differences(calculation, inputs.again(calculation)):
                yield Fault(where, difference)
        except inputs.Changed:
            yield Fault(where, "所依据的台账、县级数据、结论或标准已不是测算时的，被改动")
        except (LookupError, ValueError, TypeError, ArithmeticError) as fault:
            yield Fault(where, f"由现在的数据算不出来（{fault}），数据被改动")
