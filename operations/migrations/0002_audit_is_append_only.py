from django.db import migrations

from operations import append_only


class Migration(migrations.Migration):
    dependencies = [("operations", "0001_initial")]
    operations = [append_only.operation("operations_auditevent")]
