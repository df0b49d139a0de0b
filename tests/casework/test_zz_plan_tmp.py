from tests.casework.bench import Bench
from tests.casework.conftest import *  # noqa
from tests.casework.counting import work_of
from inspector_app.store.schema import ACT_DAY
import time
from datetime import date
from inspector_app.casework.overview import digests, calendar
from inspector_app.casework.papers import board
def test_plan(bench):
    with bench.desk.store._reading() as c:
        for sql in (f"SELECT hash FROM act WHERE {ACT_DAY} BETWEEN 'a' AND 'b' AND refusal IS NULL ORDER BY +no",
          "SELECT id FROM record WHERE entity='finding' AND deleted=0 AND fields ->> '$.seen_on' BETWEEN 'a' AND 'b' ORDER BY +made, place, id",
          "SELECT * FROM duty WHERE open=0 AND due >= '2026' AND due <> '' AND due <= '2027'"):
            print([tuple(r) for r in c.exec_driver_sql("EXPLAIN QUERY PLAN "+sql)])
    for n in (20, 1980):
        work_of(bench, n); board.catch_up(bench.desk)
        for f in (lambda: digests.day(bench.desk,date(2026,11,20)), lambda: digests.day(bench.desk,date(2026,11,24)), lambda: digests.week(bench.desk,date(2026,11,24)), lambda: digests.offered(bench.desk), lambda: calendar.due_to(bench.desk, calendar.FAR)):
            t=time.perf_counter(); f(); print(n, round(1000*(time.perf_counter()-t)))
