// Package validate holds queries, and the values of their variables, against the specification and the schema that
// clients see.
package validate

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

// Validator holds queries against the specification as they are written, by gqlparser's rules where those say what
// the specification does. It is for concurrent use.
type Validator struct {
	schema *ast.Schema
	rules  []core.Rule
	inputs inputs
}

// New knows the schema that clients see, as SDL. Without suggestions, errors name nothing that a client did not.
func New(sdl string, suggestions bool) (*Validator, error) {
	schema, err := validator.LoadSchema(introspect.Prelude(), &ast.Source{Name: "schema", Input: sdl})
	if err != nil {
		return nil, err
	}
	// Whether fields can be merged is the compiler's to say, which takes a bounded time.
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
	return &Validator{schema, all, inputsOf(schema)}, nil
}

// Variable is one that a query declares.
type Variable struct {
	Name string
	Want *Type
	// Optional tells that it has a default.
	Optional bool
}

// Type is the input type of that name; nil if there is none.
func (v *Validator) Type(name string) *Type {
	if of := v.inputs[name]; of != nil {
		return &Type{of: of}
	}
	return nil
}

// full ends a walk early.
type full struct{}

// Check refuses a query that is not valid, and gives the variables of the operation of that name, or of the only one.
func (v *Validator) Check(text, operation string) ([]Variable, *answer.Refusal) {
	doc, err := parser.ParseQuery(&ast.Source{Input: text})
	if err != nil {
		return nil, answer.Invalid(shown(gqlerror.WrapIfUnwrapped(err)))
	}
	if refusal := v.walk(doc); refusal != nil {
		return nil, refusal
	}
	var declared []Variable
	for _, op := range doc.Operations {
		if op.Name != operation && operation != "" {
			continue
		}
		for _, d := range op.VariableDefinitions {
			if want := v.inputs.typ(d.Type); want != nil {
				declared = append(declared, Variable{d.Variable, want, d.DefaultValue != nil})
			}
		}
	}
	return declared, nil
}

func (v *Validator) walk(doc *ast.QueryDocument) (refusal *answer.Refusal) {
	var wrong []answer.Error
	defer func() {
		switch thrown := recover(); {
		case thrown != nil && thrown != any(full{}):
			panic(thrown)
		case len(wrong) > 0:
			refusal = answer.Invalid(wrong...)
		case thrown != nil:
			refusal = answer.Invalid(answer.New(answer.TooComplex, "the query has too many fragments in fragments"))
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
		if wrong = append(wrong, shown(found)); len(wrong) == answer.MaxErrors {
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

// Syntax refuses a text that is no query, and says what was expected; nil if it is one.
func Syntax(text string) *answer.Refusal {
	if _, err := parser.ParseQuery(&ast.Source{Input: text}); err != nil {
		return answer.Invalid(shown(gqlerror.WrapIfUnwrapped(err)))
	}
	return nil
}

func shown(e *gqlerror.Error) answer.Error {
	out := answer.New(answer.BadUserInput, answer.Short(e.Message))
	for _, l := range e.Locations {
		out.Locations = append(out.Locations, answer.Location{Line: uint32(l.Line), Column: uint32(l.Column)})
	}
	return out
}
