"""Documents as .docx by python-docx: what is in them is text, never a field or a link."""
