"""Parts that pages are made of: buttons, fields, forms, dialogs, notices."""
