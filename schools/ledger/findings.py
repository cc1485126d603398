"""Problems as they are found, not more than anybody can read."""

from schools.ledger.problems import Problem, Severity

MOST_LISTED = 500


class Findings:
    """Collects problems; beyond the limit they are counted, errors going before queries."""

    def __init__(self, limit: int = MOST_LISTED) -> None:
        self._limit = limit
        self._listed: dict[Severity, list[Problem]] = {Severity.ERROR: [], Severity.QUERY: []}
        self._counted = {Severity.ERROR: 0, Severity.QUERY: 0}

    def count(self, severity: Severity) -> bool:
        """Count one problem that is not yet made; tell whether it need not be, there being enough."""
        full = len(self._listed[severity]) >= self._limit
        self._counted[severity] += full
        return full

    def add(self, problem: Problem) -> None:
        self._counted[problem.severity] += 1
        if len(self._listed[problem.severity]) < self._limit:
            self._listed[problem.severity].append(problem)

    def listed(self) -> list[Problem]:
        """Return what is to be shown, with a last line for what is not."""
        errors = self._listed[Severity.ERROR]
        queries = self._listed[Severity.QUERY][: self._limit - len(errors)]
        unlisted_errors = self._counted[Severity.ERROR] - len(errors)
        unlisted = unlisted_errors + self._counted[Severity.QUERY] - len(queries)
        if not unlisted:
            return errors + queries
        return [
            *errors,
            *queries,
            Problem(
                severity=Severity.ERROR if unlisted_errors else Severity.QUERY,
                code="more_problems",
                message=f"另有 {unlisted_errors} 处错误、{unlisted - unlisted_errors} 处疑点没有列出。",
                remedy="请先改正列出的问题，重新上传后会列出余下的。",
            ),
        ]
