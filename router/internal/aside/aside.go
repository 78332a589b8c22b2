// Package aside keeps a client's aliases out of the planner's way. The planner adds the fields by which entities
// are found, and those that another field requires, under their own names, and looks for them without minding
// aliases. Where a client calls something else by such a name, it would ask a subgraph for two fields under one
// name, or find entities by the wrong value. So the planner, and with it the subgraphs, know such an alias by
// another name, which nothing has that a client reads.
package aside

import (
	"regexp"
	"strings"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/plan"
)

// prefix is that of aliases that are set aside.
const prefix = "__aside_"

// The planner's own aliases begin with planners, but for the one of a selection of which nothing is left, which
// stands there before it plans.
const planners = "__internal_"

// Names are those that the planner may give to a field of its own.
type Names map[string]bool

// Of are the names for a configuration: those of all fields in keys and requirements, __typename, and the router's
// own. The words of their arguments and fragments are taken for names as well, which does no harm.
func Of(config plan.Configuration, own ...string) Names {
	names := Names{"__typename": true}
	for _, name := range own {
		names[name] = true
	}
	for _, source := range config.DataSources {
		known := source.FederationConfiguration()
		for _, sets := range []plan.FederationFieldConfigurations{known.Keys, known.Requires} {
			for _, set := range sets {
				for _, name := range strings.FieldsFunc(set.SelectionSet, notInName) {
					names[name] = true
				}
			}
		}
	}
	return names
}

func notInName(r rune) bool {
	return r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
}

// Set sets the document's aliases aside that have one of the names and are not of that field; it tells whether
// there were any. Aliases that look like others that were set aside are, too.
func (n Names) Set(doc *ast.Document) bool {
	found := false
	for ref := range doc.Fields {
		if !doc.FieldAliasIsDefined(ref) {
			continue
		}
		alias, name := doc.FieldAliasString(ref), doc.FieldNameString(ref)
		if n[alias] && alias != name || strings.HasPrefix(alias, planners) && name != "__typename" || strings.HasPrefix(alias, prefix) {
			doc.Fields[ref].Alias.Name = doc.Input.AppendInputString(prefix + alias)
			found = true
		}
	}
	return found
}

// Text is a text about a plan, such as a path or an error, with the client's own aliases in it.
func Text(text string) string {
	if !strings.Contains(text, prefix) {
		return text
	}
	return regexp.MustCompile(`\b`+prefix).ReplaceAllString(text, "")
}
