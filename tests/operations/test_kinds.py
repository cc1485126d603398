"""Every kind of job that the apps offer is found, under the name of its app."""

from operations import broker, jobs


def test_a_kind_is_named_after_the_app_that_does_it() -> None:
    kinds = jobs.handlers()
    assert {kind.split(".")[0] for kind in kinds} >= {"schools", "indicators", "reports"}
    for kind, handler in kinds.items():
        assert handler.__module__.split(".")[0] == kind.split(".")[0]


def test_celery_is_offered_every_kind_and_the_sweep() -> None:
    broker.offer_every_kind()
    assert broker.app.tasks.keys() >= {*jobs.handlers(), broker.SWEEP}
    assert broker.app.conf.beat_schedule["sweep"]["task"] == broker.SWEEP
    assert broker.app.conf.accept_content == ["json"]
