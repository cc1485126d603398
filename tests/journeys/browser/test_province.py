"""Those who answer for many counties: a city's inspector and the nation's viewer."""

import pytest

from tests.journeys.browser.conftest import Opener

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.mark.parametrize("width", [1440, pytest.param(390, marks=pytest.mark.proof)])
def test_many_counties_from_the_map_to_one_school(at_screen: Opener, width: int) -> None:
    viewer = at_screen(width)
    viewer.become("demo-guojia")
    viewer.open("/?year=2025")
    viewer.sees("各省达标的县")
    viewer.picture("nation/home")
    viewer.picture_of_manual("nation")
    viewer.page.locator(".tiles a", has_text="示例").click()
    viewer.sees("示例丙县")
    viewer.follow("各县对比")
    viewer.sees("校际差异系数")
    viewer.page.get_by_role("link", name="县级以上骨干教师").click()
    viewer.picture("nation/comparison")
    viewer.picture_of_manual("comparison")
    assert viewer.page.locator("table.matrix tbody tr").count() == 7
    viewer.follow("示例乙县")
    viewer.sees("资源配置")
    viewer.page.get_by_label("查找地方和学校").fill("syxx")
    viewer.page.get_by_label("查找地方和学校").press("Enter")
    viewer.sees("实验小学")
    viewer.picture("nation/search")
    assert not viewer.overflow()
