"""The bench of documents: one notice made by ours, by typst and by reportlab as everyone writes it."""
