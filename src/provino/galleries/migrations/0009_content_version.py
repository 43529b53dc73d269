from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("galleries", "0008_pins")]

    operations = [
        migrations.AddField(
            model_name="gallery",
            name="content_version",
            field=models.PositiveIntegerField(
                default=1,
                help_text="Raised when photos or sections change (galleries.contents): what was built from them is old.",
            ),
        ),
    ]
