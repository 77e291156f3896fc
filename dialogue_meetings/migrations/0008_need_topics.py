from django.db import migrations

# Names in bokmål, nynorsk and English. The first five are the focus areas of the reform, by their number.
TOPICS = [
    ("Et aldersvennlig samfunn", "Eit aldersvenleg samfunn", "An age-friendly society", "1"),
    ("Aktivitet og fellesskap", "Aktivitet og fellesskap", "Activity and community", "2"),
    ("Mat og måltider", "Mat og måltid", "Food and meals", "3"),
    ("Helsehjelp", "Helsehjelp", "Health services", "4"),
    ("Sammenheng i tjenestene", "Samanheng i tenestene", "Continuity in services", "5"),
    ("Forankring i ledelse og politikk", "Forankring i leiing og politikk", "Anchoring in leadership and politics", ""),
    ("Planarbeid", "Planarbeid", "Planning", ""),
    ("Kompetanse og rekruttering", "Kompetanse og rekruttering", "Competence and recruitment", ""),
    ("Kapasitet og prosjektledelse", "Kapasitet og prosjektleiing", "Capacity and project management", ""),
    ("Økonomi", "Økonomi", "Economy", ""),
    (
        "Medvirkning fra eldre og pårørende",
        "Medverknad frå eldre og pårørande",
        "Participation of elders and families",
        "",
    ),
    ("Velferdsteknologi", "Velferdsteknologi", "Welfare technology", ""),
]


def add(apps, schema_editor):
    topic = apps.get_model("dialogue_meetings", "NeedTopic")
    topic.objects.bulk_create(
        topic(name_nb=nb, name_nn=nn, name_en=en, area_code=area, position=number * 10)
        for number, (nb, nn, en, area) in enumerate(TOPICS, start=1)
    )


def remove(apps, schema_editor):
    apps.get_model("dialogue_meetings", "NeedTopic").objects.filter(needs=None).delete()


class Migration(migrations.Migration):
    dependencies = [("dialogue_meetings", "0007_offers_follow_ups_and_needs")]
    operations = [migrations.RunPython(add, remove)]
