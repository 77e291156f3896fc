"""Users and their roles, saved views, the log-in page, and the demo's one-click log-in."""

from dataclasses import dataclass
from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DeleteView, DetailView, ListView, UpdateView, View

from lhl_portal.access.anonymising import StillInUse, anonymise
from lhl_portal.access.forms import EMAIL_TAKEN, MembershipFormSet, UserFilter, UserForm
from lhl_portal.access.language import suggest_language
from lhl_portal.access.models import Membership, SavedView, User
from lhl_portal.access.roles import Role
from lhl_portal.access.saved_views import PAGES, NewViewForm, SavedViewForm, by_name
from lhl_portal.access.scoping import DeclaredMixin
from lhl_portal.ui.addresses import own_address
from lhl_portal.ui.filtering import FilteredMixin
from lhl_portal.ui.fragments import FragmentMixin

ONE_ROLE_AT_A_TIME = "user_is_in_an_organisation_once"  # the constraint of Membership
NAMED_ONCE = "view_is_named_once"  # of SavedView
LONGEST_KEY = 18  # digits; more is no key, and Python refuses to read a number of thousands


@method_decorator(login_not_required, name="dispatch")
class Public(View):
    """A view that anybody may open, logged in or not."""

    public = True


@dataclass(frozen=True)
class DemoUser:
    """A button on the log-in page of a demo."""

    pk: int
    name: str
    role_label: str
    area: str


def demo_users() -> list[DemoUser]:
    """One entry per demo user with a role today, in the order the roles are declared."""
    order = {role: number for number, role in enumerate(Role.values)}
    memberships = (
        Membership.objects.as_of(timezone.localdate())
        .filter(user__is_demo=True, user__is_active=True)
        .select_related("user", "organisation")
        .order_by("organisation__sort_key", "user__name")
    )
    first = {membership.user_id: membership for membership in reversed(memberships)}
    chosen = sorted(first.values(), key=lambda m: (order[m.role], m.organisation.sort_key, m.user.name))
    return [DemoUser(m.user_id, m.user.name, m.get_role_display(), str(m.organisation)) for m in chosen]


class Login(LoginView):
    """allauth's log-in, which in a demo also offers the demo users."""

    public = True

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        if isinstance(self.request.user, User):
            suggest_language(self.request, response, self.request.user)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if settings.DEMO:
            kwargs["demo_users"] = demo_users()
        return super().get_context_data(**kwargs)


class DemoLogin(Public):
    """Logs in a demo user without a password. Does not exist outside the demo."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        chosen = request.POST.get("user", "")
        if not chosen.isdecimal() or len(chosen) > LONGEST_KEY:
            raise Http404
        user = get_object_or_404(User, pk=int(chosen), is_demo=True, is_active=True)
        get_adapter(request).login(request, user)
        response = redirect(own_address(request, request.POST.get("next", ""), reverse("start")))
        suggest_language(request, response, user)
        return response


class UserList(FilteredMixin, DeclaredMixin, FragmentMixin, ListView):
    permission = "access.view_user"
    filterset_class = UserFilter
    paginate_by = 50
    fragment = "rows"

    @property
    def queryset(self) -> Any:
        current = Membership.objects.as_of(self.today).select_related("organisation").order_by("pk")
        return User.objects.prefetch_related(Prefetch("memberships", current, to_attr="current_memberships"))

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {"today": self.today}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Brukere"),
            breadcrumbs=[(_("Start"), reverse("start")), (_("Brukere"), None)],
            can_add=self.request.user.has_perm("access.add_user"),
            **kwargs,
        )


class UserSaving(DeclaredMixin):
    """A user and the user's roles, saved together or not at all."""

    form_class = UserForm
    success_url = reverse_lazy("access:user_list")
    template_name = "access/user_form.html"
    context_object_name = "person"  # `user` is who is logged in
    object: User | None
    request: Any
    render_to_response: Any

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"by": self.request.user}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object() if "pk" in self.kwargs else None  # type: ignore[attr-defined]
        form = self.get_form()  # type: ignore[attr-defined]
        roles = self.roles(request.POST, form.instance)
        if form.is_valid() & roles.is_valid() and self._saved(form, roles):
            return redirect(str(self.success_url))
        return self.render_to_response(self.get_context_data(form=form, roles=roles))

    def roles(self, data: Any, user: User | None) -> Any:
        return MembershipFormSet(data, instance=user, by=self.request.user, today=self.today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("Endre %(name)s") % {"name": self.object.name} if self.object else _("Ny bruker")
        kwargs.setdefault("roles", self.roles(None, self.object))
        return super().get_context_data(
            title=title,
            breadcrumbs=[(_("Start"), reverse("start")), (_("Brukere"), self.success_url), (title, None)],
            **kwargs,
        )

    def _saved(self, form: UserForm, roles: Any) -> bool:
        created = form.instance.pk is None
        try:
            with transaction.atomic():
                roles.instance = form.save()
                roles.save()
        except IntegrityError as error:
            broken = _broken(error)
            if broken == ONE_ROLE_AT_A_TIME:
                # Two existing roles that trade places overlap for a moment, and the table allows no moment.
                text = _("Rollene overlapper underveis. Avslutt den ene først, lagre, og endre så den andre.")
                form.add_error(None, text)
            elif "email" in broken:  # somebody else saved the same address after the form had looked
                form.add_error("email", EMAIL_TAKEN)
            else:
                raise
            return False
        if created:
            text = _("%(name)s er opprettet. Be brukeren velge «Glemt passord» på innloggingssiden for å lage passord.")
        else:
            text = _("%(name)s er lagret.")
        messages.success(self.request, text % {"name": form.instance.name})
        return True


class UserCreate(UserSaving, CreateView):
    permission = "access.add_user"
    model = User


class UserUpdate(UserSaving, UpdateView):
    permission = "access.change_user"
    model = User


class UserAnonymise(DeclaredMixin, DetailView):
    """Takes the name and the address of somebody who has left out of the portal."""

    permission = "access.change_user"
    queryset = User.objects.all()
    template_name = "access/user_anonymise.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: User = self.get_object()
        try:
            anonymise(user=user)
        except StillInUse as refusal:
            messages.error(request, str(refusal))
            return redirect("access:user_update", pk=user.pk)
        messages.success(request, _("Brukeren er anonymisert."))
        return redirect("access:user_list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("Anonymiser %(name)s") % {"name": self.object.name}
        crumbs = [(_("Start"), reverse("start")), (_("Brukere"), reverse("access:user_list")), (title, None)]
        return super().get_context_data(title=title, breadcrumbs=crumbs, **kwargs)


class OwnView(DeclaredMixin):
    """A page about the reader's own saved views. Those of others do not exist here, shared or not."""

    any_user = True
    model = SavedView
    title: ClassVar[Any]
    success_url = reverse_lazy("access:view_list")

    def get_queryset(self) -> Any:
        return SavedView.objects.filter(owner=self.user, page__in=PAGES).select_related("organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        trail = [(_("Start"), reverse("start")), (_("Mine visninger"), str(self.success_url)), (self.title, None)]
        shown = {"title": self.title, "breadcrumbs": trail}
        return super().get_context_data(**(shown | kwargs))


class SavedViewList(OwnView, ListView):
    title = gettext_lazy("Mine visninger")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        views = by_name(self.object_list)
        pages = [(label, [view for view in views if view.page == page]) for page, label in PAGES.items()]
        return super().get_context_data(
            pages=[(label, views) for label, views in pages if views],
            breadcrumbs=[(_("Start"), reverse("start")), (self.title, None)],
            **kwargs,
        )


class SavedViewSaving(OwnView):
    """Where two go for one name at the same time, the second is told as if it had come later."""

    form_class: type[SavedViewForm] = SavedViewForm
    request: Any

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"owner": self.user, "today": self.today}

    def form_valid(self, form: SavedViewForm) -> HttpResponse:
        try:
            with transaction.atomic():
                response: HttpResponse = super().form_valid(form)
        except IntegrityError as error:
            if _broken(error) != NAMED_ONCE:
                raise
            form.validate_unique()
            return self.form_invalid(form)  # type: ignore[attr-defined]
        messages.success(self.request, _("Visningen «%(name)s» er lagret.") % {"name": form.instance.name})
        return response


class SavedViewCreate(SavedViewSaving, CreateView):
    """Takes the form of the menu on a list, and leads back to the list."""

    http_method_names = ["post"]
    form_class = NewViewForm
    title = gettext_lazy("Lagre visning")
    object: SavedView

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs["form"]
        whole = "page" in form.cleaned_data and "query" in form.cleaned_data
        return super().get_context_data(back=form.instance.get_absolute_url() if whole else "", **kwargs)


class SavedViewUpdate(SavedViewSaving, UpdateView):
    title = gettext_lazy("Endre visning")


class SavedViewDelete(OwnView, DeleteView):
    title = gettext_lazy("Slett visning")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Visningen «%(name)s» er slettet.") % {"name": self.object.name})
        return super().form_valid(form)


def _broken(error: IntegrityError) -> str:
    """The name of the constraint that was broken."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
