"""What OpenLDAP's slapd asks of us on behalf of software that speaks LDAP (docs/aplikace.md)."""
