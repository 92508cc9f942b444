"""A brand in the making: its form, its pictures and fonts, and what is saved of it."""
