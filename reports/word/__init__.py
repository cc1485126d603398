"""Documents as .docx (WordprocessingML), written by us: what is in them is text, never a field or a link."""
