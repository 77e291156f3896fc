from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("dialogue_meetings", "0004_support_as_meetings")]

    operations = [
        migrations.RemoveField(
            model_name="support",
            name="giver",
        ),
        migrations.RemoveField(
            model_name="support",
            name="municipality",
        ),
        migrations.RemoveField(
            model_name="support",
            name="solutions",
        ),
        migrations.RemoveField(
            model_name="supportsolution",
            name="support",
        ),
        migrations.RemoveField(
            model_name="supportevent",
            name="pgh_obj",
        ),
        migrations.RemoveField(
            model_name="supportsolutionevent",
            name="support",
        ),
        migrations.RemoveField(
            model_name="supportevent",
            name="giver",
        ),
        migrations.RemoveField(
            model_name="supportevent",
            name="municipality",
        ),
        migrations.RemoveField(
            model_name="supportevent",
            name="pgh_context",
        ),
        migrations.RemoveField(
            model_name="supportsolution",
            name="solution",
        ),
        migrations.RemoveField(
            model_name="supportsolutionevent",
            name="pgh_obj",
        ),
        migrations.RemoveField(
            model_name="supportsolutionevent",
            name="pgh_context",
        ),
        migrations.RemoveField(
            model_name="supportsolutionevent",
            name="solution",
        ),
        migrations.DeleteModel(
            name="Support",
        ),
        migrations.DeleteModel(
            name="SupportEvent",
        ),
        migrations.DeleteModel(
            name="SupportSolution",
        ),
        migrations.DeleteModel(
            name="SupportSolutionEvent",
        ),
    ]
