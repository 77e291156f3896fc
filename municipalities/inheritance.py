"""What a municipality has after those it was made of."""

from django.utils.translation import gettext as _

from municipalities.models import Change, Municipality


def predecessors(municipality: Municipality) -> dict[int, str]:
    """Those whose records the municipality answers for, by primary key: ``Fra Asker (før sammenslåingen)``."""
    before = Municipality.objects.filter(jurisdictions__steward=municipality).exclude(pk=municipality.pk).distinct()
    split = set(
        Change.objects.filter(predecessor__in=before, kind=Change.Kind.SPLIT).values_list("predecessor_id", flat=True)
    )
    return {
        body.pk: (_("Fra %(name)s (før delingen)") if body.pk in split else _("Fra %(name)s (før sammenslåingen)"))
        % {"name": body.name}
        for body in before
    }
