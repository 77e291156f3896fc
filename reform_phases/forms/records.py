"""What forms about one municipality's records share."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.models import User
from lhl_portal.ui.dates import refuse_future, refuse_nonsense
from lhl_portal.ui.forms import GroupedModelMultipleChoiceField
from lhl_portal.ui.texts import WithoutIdentityNumbers
from municipalities.fields import MunicipalityField, Offered, refuse_before_or_after
from municipalities.models import Municipality
from reform_phases.models import Entry, Reform, Solution


class Link(forms.URLField):
    """An address on the web, and nothing that a browser could run."""

    default_validators = [URLValidator(schemes=["http", "https"])]
    default_error_messages = {"invalid": _("Skriv en lenke som begynner med https:// eller http://.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", max_length=200, required=False, **kwargs)


class Note(forms.CharField):
    """A note in the logs. Longer than they hold, it is refused with a message: a browser that was told the limit would
    cut what is pasted and say nothing."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, **kwargs: Any) -> None:
        longest = Entry._meta.get_field("note").max_length
        super().__init__(
            max_length=longest, required=False, help_text=format_lazy(_("Høyst {most} tegn."), most=longest), **kwargs
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class OfMunicipalityForm(WithoutIdentityNumbers, forms.ModelForm):
    """A record about a municipality under a reform. Chooses among municipalities that `permission` reaches.

    With only one reform there is nothing to choose, and the field goes.
    """

    municipality = MunicipalityField()
    solutions = GroupedModelMultipleChoiceField(
        Solution.objects.none(),
        group_by="area",
        label=_("Løsninger"),
        required=False,
        help_text=_("Velg dem saken gjelder. La stå tomt når den gjelder reformen som helhet."),
    )

    def __init__(self, *args: Any, user: User, today: date, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.offer(user, permission)

    def offer(self, user: User, permission: str) -> None:
        """Reads what there is to choose among."""
        fields: dict[str, Any] = self.fields
        offered = Offered(Municipality.objects.visible_to(user, permission, today=self.today))
        fields["municipality"].offer(offered)
        living = [pk for pk, municipality in offered.by_pk.items() if not municipality.valid_to]
        if self.instance.pk is None and len(living) == 1:
            self.initial.setdefault("municipality", living[0])
        reforms = list(Reform.objects.order_by("-valid_from"))
        if len(reforms) == 1:
            del self.fields["reform"]
            self.instance.reform = reforms[0]
        else:
            fields["reform"].queryset = Reform.objects.order_by("-valid_from")
        solutions = Solution.objects.select_related("area").order_by("area__reform", "area__code", "code")
        fields["solutions"].queryset = solutions

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.check_solutions()
        return cleaned

    def check_solutions(self) -> None:
        """The solutions are those of the reform."""
        reform = self.cleaned_data.get("reform") or getattr(self.instance, "reform", None)
        if reform and any(s.area.reform_id != reform.pk for s in self.cleaned_data.get("solutions") or ()):
            self.add_error("solutions", _("Noen av løsningene hører til en annen reform."))

    def check_happened(self, name: str) -> None:
        """The day in `name` is not ahead of us, and the municipality existed on it."""
        self.check(name, refuse_future, today=self.today)
        self.check_existed(name)

    def check_meant(self, name: str) -> None:
        """The day in `name` may lie ahead of us, but not in the year 201."""
        self.check(name, refuse_nonsense, today=self.today)

    def check_existed(self, name: str) -> None:
        """The municipality existed on the day in `name`."""
        if municipality := self.cleaned_data.get("municipality"):
            self.check(name, partial(refuse_before_or_after, municipality))

    def check(self, name: str, refuse: Callable[..., None], **kwargs: Any) -> None:
        """Puts what `refuse` raises about the value in `name` beside the field. An empty field is no matter."""
        if value := self.cleaned_data.get(name):
            try:
                refuse(value, **kwargs)
            except ValidationError as error:
                self.add_error(name, error)
