"""The languages of the site, and what every room needs to speak them. Knows no app.

`languages`: which there are, what a row lacks, which one answered · `constraints`: what the database holds
to, one rule a language · `addresses`: finding a row by its translated slug · `spelling`: searching with or
without accents · `desk`: the editors' language tabs, gap filter and slugs.
"""
