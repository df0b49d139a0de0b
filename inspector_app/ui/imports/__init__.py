"""从 Excel 导入: a workbook is chosen, read, tried and brought in; all is said before it is written."""
