package compile

import (
	"strings"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

// checkSubscription wants the one root field that a subscription has to have, once it is normalised, and not one
// about the schema: there would be no events.
func checkSubscription(doc *ast.Document) *answer.Refusal {
	for i := range doc.OperationDefinitions {
		op := &doc.OperationDefinitions[i]
		if op.OperationType != ast.OperationTypeSubscription {
			continue
		}
		asked := 0
		for _, selection := range doc.SelectionSets[op.SelectionSet].SelectionRefs {
			if s := doc.Selections[selection]; s.Kind == ast.SelectionKindField && !strings.HasPrefix(doc.FieldNameString(s.Ref), "__") {
				asked++
			}
		}
		if asked != 1 || len(doc.SelectionSets[op.SelectionSet].SelectionRefs) != 1 {
			return answer.Invalid(answer.New(answer.BadUserInput, "a subscription has to ask for one field, which is neither about the schema nor left out"))
		}
	}
	return nil
}
