"""OKtui, the account administration of the regions' applications."""
