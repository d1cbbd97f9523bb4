"""An executed report made fit to send: a page that stays alive offline, a notebook that keeps nothing of chance."""
