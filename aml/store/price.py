"""What an amount in another currency is worth in the base currency: one formula, one rounding.

A conversion is known to the cent at best, so it is rounded to two decimals where it is made. Sums
of converted amounts are then what a reader adds up.
"""

from __future__ import annotations

#: SQL of the worth of `amount` at the rate of a row `rate` of fx_days, before it is cast to money.
#: One side is widened first: DECIMAL(18, 4) times DECIMAL(18, 8) overflows at a million.
PRICED = "CAST(round(CAST(amount AS DECIMAL(38, 4)) * rate.rate, 2) AS DECIMAL(38, 4))"
