"""Who one may log in as in the demo."""

from typing import Any

from django.core.management.base import BaseCommand

from lhl_portal.access.models import Membership


class Command(BaseCommand):
    help = "Viser demobrukerne med rolle og organisasjon."

    def handle(self, *args: Any, **options: Any) -> None:
        memberships = Membership.objects.filter(user__is_demo=True).select_related("user", "organisation")
        rows = [
            (membership.user.name, str(membership.get_role_display()), membership.organisation.name)
            for membership in memberships.order_by("user_id", "pk")
        ]
        if not rows:
            self.stdout.write("Ingen demobrukere. Kjør seed_demo først.")
            return
        rows.insert(0, ("Navn", "Rolle", "Organisasjon"))
        widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
        for name, role, organisation in rows:
            self.stdout.write(f"{name:<{widths[0]}}  {role:<{widths[1]}}  {organisation}")
        self.stdout.write("Innlogging er ett klikk på innloggingssiden. Ingen passord.")
