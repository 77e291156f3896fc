"""The first administrator of an installation, who makes the other users in the portal."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from lhl_portal.access.models import Membership, Organisation, User
from lhl_portal.access.roles import KINDS, Role


class Command(BaseCommand):
    help = "Makes a user with the role administrator, with the password on standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    @transaction.atomic
    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        organisation = Organisation.objects.filter(kind__in=KINDS[Role.ADMINISTRATOR]).first()
        if organisation is None:
            raise CommandError("Registeret er ikke lastet. Kjør load_register først.")
        if User.objects.filter(email__iexact=email).exists():
            raise CommandError(f"Det finnes allerede en bruker med e-posten {email}.")
        user = User(email=email.lower(), name=name)
        password = input()
        try:
            validate_email(email)
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        user.set_password(password)
        user.save()
        Membership.objects.create(
            user=user, organisation=organisation, role=Role.ADMINISTRATOR, valid_from=timezone.localdate()
        )
        self.stdout.write(f"{name} er administrator i {organisation}.")
