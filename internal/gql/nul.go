package gql

import (
	"context"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// noNUL refuses requests with the character U+0000 in a text: JSON can say it and PostgreSQL cannot keep it, so
// it would come to light as an error of the database's, in whichever verb it got to.
type noNUL struct{}

// ExtensionName is for gqlgen.
func (noNUL) ExtensionName() string { return "NoNUL" }

// Validate is for gqlgen.
func (noNUL) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters looks at all variables; the router turns each literal into one.
func (noNUL) MutateOperationParameters(_ context.Context, request *graphql.RawParams) *gqlerror.Error {
	if hasNUL(request.Variables) || strings.Contains(request.Query, `\u0000`) {
		return &gqlerror.Error{Message: "a text can't have the character U+0000", Extensions: map[string]any{"code": "BAD_USER_INPUT"}}
	}
	return nil
}

func hasNUL(value any) bool {
	switch value := value.(type) {
	case string:
		return strings.ContainsRune(value, 0)
	case map[string]any:
		for _, inner := range value {
			if hasNUL(inner) {
				return true
			}
		}
	case []any:
		for _, inner := range value {
			if hasNUL(inner) {
				return true
			}
		}
	}
	return false
}
