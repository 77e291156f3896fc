"""Lists that people see again as they left them: which lists, what is kept, and the menu that offers it."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lhl_portal.access.models import Organisation, SavedView, User
from lhl_portal.access.scoping import DeclaredMixin
from lhl_portal.access.sorting import norwegian_key

PAGES = {
    "overview:list": gettext_lazy("Kommuner, liste"),
    "reform_phases:matrix": gettext_lazy("Kommuner, matrise"),
    "overview:map": gettext_lazy("Kommuner, kart"),
    "overview:coverage": gettext_lazy("Dekning"),
}
"""The lists with saved views, by URL name, in the order in which the views are kept."""
LONGEST = 2000  # characters of a query
DROPPED = {"page", "format", "csrfmiddlewaretoken"}  # where somebody stood in the list, not what the list was


def canonical(query: QueryDict) -> str:
    """The same string for all addresses that ask a list for the same. Repeated keys keep the order of their values."""
    kept = QueryDict(mutable=True)
    for key in sorted(query.keys() - DROPPED):
        kept.setlist(key, [value for value in query.getlist(key) if value])
    return kept.urlencode()


def by_name(views: Iterable[SavedView]) -> list[SavedView]:
    """In Norwegian order."""
    return sorted(views, key=lambda view: (norwegian_key(view.name), view.pk))


class SharedWith(forms.ModelChoiceField):
    def label_from_instance(self, organisation: Any) -> str:
        return _("Alle i %(organisation)s") % {"organisation": organisation}


class SavedViewForm(forms.ModelForm):
    """What a view is called and who sees it. It is shared within an organisation that the owner belongs to `today`."""

    organisation = SharedWith(
        Organisation.objects.none(),
        label=gettext_lazy("Hvem ser visningen"),
        required=False,
        empty_label=gettext_lazy("Bare jeg"),
    )

    class Meta:
        model = SavedView
        fields: tuple[str, ...] = ("name", "organisation")

    def __init__(self, *args: Any, owner: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.owner = owner
        own = {membership.organisation_id for membership in owner.memberships_on(today)}
        among = Organisation.objects.filter(pk__in=own | {self.instance.organisation_id})
        organisation: Any = self.fields["organisation"]
        organisation.queryset = among

    def validate_unique(self) -> None:
        """Names are unique for their owner, who is not among the fields."""
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self.add_error("name", ValidationError(error.messages))


class NewViewForm(SavedViewForm):
    """The form in the menu, which carries along the list that is shown."""

    page = forms.ChoiceField(
        label=gettext_lazy("Side"),
        choices=list(PAGES.items()),
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("Åpne listen du vil lagre, og lagre den derfra."),
            "invalid_choice": gettext_lazy("Denne siden har ingen lagrede visninger."),
        },
    )
    query = forms.CharField(
        label=gettext_lazy("Utvalg"),
        max_length=LONGEST,
        required=False,
        widget=forms.HiddenInput,
        error_messages={
            "max_length": gettext_lazy("Utvalget er for langt til å lagres. Ta bort et filter eller noen kolonner.")
        },
    )

    class Meta(SavedViewForm.Meta):
        fields = ("name", "organisation", "page", "query")

    def clean_query(self) -> str:
        query = canonical(QueryDict(self.cleaned_data["query"]))
        if len(query) > LONGEST:
            raise ValidationError(self.fields["query"].error_messages["max_length"], code="max_length")
        return query


class ViewMenu(NamedTuple):
    """The views of one list: the reader's `own`, those that others share, the one that is shown, and a form for it."""

    own: list[SavedView]
    shared: list[SavedView]
    current: SavedView | None
    form: NewViewForm


def view_menu(request: HttpRequest, user: User, *, today: date) -> ViewMenu:
    """The menu of the list that `request` is for."""
    page = request.resolver_match.view_name if request.resolver_match else ""
    query = canonical(request.GET)
    views = by_name(SavedView.objects.shown_to(user, today).filter(page=page).select_related("owner"))
    own = [view for view in views if view.owner_id == user.pk]
    shared = [view for view in views if view.owner_id != user.pk]
    current = next((view for view in (*own, *shared) if view.query == query), None)
    form = NewViewForm(
        owner=user, today=today, initial={"page": page, "query": query}, auto_id="view_%s", use_required_attribute=False
    )
    return ViewMenu(own, shared, current, form)


class SavedViewsMixin(DeclaredMixin):
    """A list of PAGES: `saved_views` in the context is for components/saved_views.html, inside what htmx swaps."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        menu = view_menu(self.request, self.user, today=self.today)
        return super().get_context_data(saved_views=menu, **kwargs)  # type: ignore[misc]
