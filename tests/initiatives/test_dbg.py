from tests.initiatives.test_versions import *
def test_x(cast, eva):
    address = FOR_LEADERS["goal_version"](cast)
    opened = filled_in(eva.get(address))
    print(opened)
    assert 0
