from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_words_of_text"),
    ]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("adviser", "Rådgiver hos statsforvalteren"),
                    ("leader", "Leder hos statsforvalteren"),
                    ("coordinator", "Koordinator"),
                    ("analyst", "Rådgiver i direktoratet"),
                    ("contact", "Kommunekontakt"),
                    ("reader", "Leser"),
                    ("administrator", "Administrator"),
                ],
                max_length=13,
                verbose_name="rolle",
            ),
        ),
        migrations.AlterField(
            model_name="membershipevent",
            name="role",
            field=models.CharField(
                choices=[
                    ("adviser", "Rådgiver hos statsforvalteren"),
                    ("leader", "Leder hos statsforvalteren"),
                    ("coordinator", "Koordinator"),
                    ("analyst", "Rådgiver i direktoratet"),
                    ("contact", "Kommunekontakt"),
                    ("reader", "Leser"),
                    ("administrator", "Administrator"),
                ],
                max_length=13,
                verbose_name="rolle",
            ),
        ),
    ]
