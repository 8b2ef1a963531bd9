"""Handbooks and responsibility tables: tables of DOCX, XLSX and PDF read into editions."""
