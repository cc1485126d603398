"""An app with one kind of job, which worker processes of the tests find as they find the project's."""
