"""What recview talks about: frozen values, standard library only. Knows no files, no vendors, no screens."""
