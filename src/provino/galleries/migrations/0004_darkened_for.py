from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("galleries", "0003_outdated")]

    operations = [
        migrations.AddField(
            model_name="gallery",
            name="darkened_for",
            field=models.DateField(
                blank=True,
                help_text="The `expires_on` after which picture addresses were made dark already.",
                null=True,
            ),
        ),
    ]
