"""Takes the demo away: the project with everything in it, and nothing of any other project."""

from django.db import connection, transaction

from finops.accounts.models import Team
from finops.audit.models import Entry
from finops.audit.services import record
from finops.core.db.files import read_sql
from finops.runtime.demo import project as demo

REMOVE = [statement for statement in read_sql(__file__, "remove.sql").split(";\n") if statement.strip()]
# Gives the space back: the days before the first real span held nothing else.
VACUUM = """
VACUUM (ANALYZE) span, charge, trace, batch, spend_quarter_hour, spend_daily, customer_daily, user_daily,
    spend_daily_coarse, customer_daily_coarse, user_daily_coarse,
    spend_weekly_coarse, customer_weekly_coarse, user_weekly_coarse, latency_weekly,
    run_daily, customer_run_daily, latency_daily"""


def remove() -> bool:
    """Remove the demo project; False when there is none. Raises DemoRefused while it is being loaded.

    Teams that the demo made go as well, unless somebody uses them by now.
    """
    with demo.alone():
        project = demo.demo_project()
        if project is None:
            return False
        name = project.name
        with transaction.atomic():
            demo.close_project(project)
            with connection.cursor() as cursor:
                for statement in REMOVE:
                    cursor.execute(statement, {"project": project.pk})
            project.delete()
            _remove_teams()
            record(actor=demo.ACTOR, action="accounts.project.delete", target=name)
        with connection.cursor() as cursor:
            cursor.execute(VACUUM)
    return True


def _remove_teams() -> None:
    made = Entry.objects.filter(actor_name=demo.ACTOR, action="accounts.team.create").values("target")
    unused = Team.objects.filter(name__in=made, members=None, project=None)
    for team in unused:
        record(actor=demo.ACTOR, action="accounts.team.delete", target=team.name)
        team.delete()
