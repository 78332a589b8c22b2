package caller

import (
	"strings"

	"github.com/lestrrat-go/jwx/v3/jwt"
)

// scopesOf are the token's scopes, by either of two customs. One that says nothing of scopes is one of a
// member's own client, and not of a third party's: it opens what the member's roles open, by their names.
func scopesOf(t jwt.Token, roles []string) ([]string, error) {
	for _, claim := range []string{"scope", "scp"} {
		if t.Has(claim) {
			return names(t, claim)
		}
	}
	return roles, nil
}

// names reads a list of names, which some issuers write as one text with spaces between them. What is no name
// in a list is left out.
func names(t jwt.Token, claim string) ([]string, error) {
	if !t.Has(claim) {
		return nil, nil
	}
	var value any
	if err := t.Get(claim, &value); err != nil {
		return nil, err
	}
	var found []string
	switch value := value.(type) {
	case string:
		return strings.Fields(value), nil
	case []string:
		return value, nil
	case []any:
		for _, item := range value {
			if name, ok := item.(string); ok {
				found = append(found, name)
			}
		}
	}
	return found, nil
}
