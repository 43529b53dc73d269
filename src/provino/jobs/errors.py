"""What can be wrong with a job."""

from django.utils.translation import gettext_lazy as _

from provino.lib.errors import ProvinoError


class JobError(ProvinoError):
    """A job cannot do what was asked."""


class NotFailedError(JobError):
    """Only a failed job can be tried again."""

    code = "job-not-failed"
    message = _("Only a failed job can be tried again.")


class UnknownTaskError(JobError):
    """The row names a task that this version of Provino does not have."""

    code = "unknown-task"
    message = _("This version of Provino does not know this kind of job.")
