"""What a county has answered about its own headings (记住的表头): asked once, used from then on."""
