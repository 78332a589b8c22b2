package compile

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/introspect"
)

// validation holds queries against the specification as they are written, by gqlparser's rules where those say what
// the specification does.
type validation struct {
	schema *ast.Schema
	rules  []core.Rule
	inputs inputs
}

// newValidation knows the schema that clients see. Without suggestions, errors name nothing that a client did not.
func newValidation(sdl string, suggestions bool) (*validation, error) {
	schema, err := validator.LoadSchema(introspect.Prelude(), &ast.Source{Name: "schema", Input: sdl})
	if err != nil {
		return nil, err
	}
	// Whether fields can be merged is checkOverlaps' to say, which takes a bounded time.
	// What fragments reach is reach's.
	all := []core.Rule{
		rules.LoneAnonymousOperationRule, rules.UniqueOperationNamesRule, rules.UniqueVariableNamesRule, rules.KnownRootTypeRule,
		rules.KnownFragmentNamesRule, rules.FragmentsOnCompositeTypesRule, possibleSpreads(),
		rules.KnownDirectivesRule, rules.UniqueDirectivesPerLocationRule, rules.UniqueArgumentNamesRule,
		rules.UniqueInputFieldNamesRule, rules.ProvidedRequiredArgumentsRule,
		valuesOfCorrectType(suggestions),
	}
	if suggestions {
		all = append(all, rules.KnownTypeNamesRule, rules.FieldsOnCorrectTypeRule, rules.ScalarLeafsRule, rules.KnownArgumentNamesRule)
	} else {
		all = append(all, rules.KnownTypeNamesRuleWithoutSuggestions, rules.FieldsOnCorrectTypeRuleWithoutSuggestions,
			rules.ScalarLeafsRuleWithoutSuggestions, rules.KnownArgumentNamesRuleWithoutSuggestions)
	}
	return &validation{schema, all, inputsOf(schema)}, nil
}

// full ends a walk early.
type full struct{}

// check refuses a query that is not valid, and gives the variables of the operation.
func (v *validation) check(text, operation string) ([]variable, *answer.Refusal) {
	doc, err := parser.ParseQuery(&ast.Source{Input: text})
	if err != nil {
		return nil, answer.Invalid(shown(gqlerror.WrapIfUnwrapped(err)))
	}
	if refusal := v.walk(doc); refusal != nil {
		return nil, refusal
	}
	var declared []variable
	for _, op := range doc.Operations {
		if op.Name != operation && operation != "" {
			continue
		}
		for _, d := range op.VariableDefinitions {
			if want := v.inputs.wanted(d.Type); want != nil {
				declared = append(declared, variable{d.Variable, want, d.DefaultValue != nil})
			}
		}
	}
	return declared, nil
}

func (v *validation) walk(doc *ast.QueryDocument) (refusal *answer.Refusal) {
	var wrong []answer.Error
	defer func() {
		switch thrown := recover(); {
		case thrown != nil && thrown != any(full{}):
			panic(thrown)
		case len(wrong) > 0:
			refusal = answer.Invalid(wrong...)
		case thrown != nil:
			refusal = tooComplex("the query has too many fragments in fragments")
		}
	}()
	known := map[string]bool{}
	add := func(options ...core.ErrorOption) {
		found := &gqlerror.Error{}
		for _, o := range options {
			o(found)
		}
		if known[found.Error()] { // of a fragment that several operations reach
			return
		}
		known[found.Error()] = true
		if wrong = append(wrong, shown(found)); len(wrong) == maxErrors {
			panic(full{})
		}
	}
	observers, reached := &core.Events{}, reachOf(doc)
	for _, rule := range v.rules {
		rule.RuleFunc(observers, add)
	}
	reached.observe(observers, add)
	core.Walk(v.schema, &ast.QueryDocument{Operations: doc.Operations, Fragments: append(standIns(doc.Fragments), doc.Fragments...)}, observers)
	reached.check(doc.Fragments)
	return nil
}

// clearer is what the parser of validation has to say about a text that the engine's can't read, if anything.
func clearer(text string, refusal *answer.Refusal) *answer.Refusal {
	if _, err := parser.ParseQuery(&ast.Source{Input: text}); err != nil {
		return answer.Invalid(shown(gqlerror.WrapIfUnwrapped(err)))
	}
	return refusal
}

func shown(e *gqlerror.Error) answer.Error {
	out := answer.New(answer.BadUserInput, shortened(e.Message))
	for _, l := range e.Locations {
		out.Locations = append(out.Locations, answer.Location{Line: uint32(l.Line), Column: uint32(l.Column)})
	}
	return out
}
