// Package cachecontrol works out for how long the answer to a query may be kept, and by whom, from hints at
// types and fields.
package cachecontrol

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/astparser"
)

// Settings are an operator's hints, by "Type" or "Type.field". They go before those of the supergraph.
type Settings struct {
	// DefaultMaxAge, in seconds, is for root fields and objects that have no hint.
	DefaultMaxAge int             `json:"defaultMaxAge"`
	Hints         map[string]Hint `json:"hints"`
}

// Hint is what is known of a type's or a field's values.
type Hint struct {
	// MaxAge is for how many seconds a value may be shown that has changed meanwhile; nil says nothing.
	MaxAge *int `json:"maxAge"`
	// Scope is PUBLIC, PRIVATE (it differs between callers), or nothing.
	Scope string `json:"scope"`
	// InheritMaxAge takes that of the object around it.
	InheritMaxAge bool `json:"inheritMaxAge"`
}

// ReadSettings reads a file of settings, which is JSON.
func ReadSettings(path string) (Settings, error) {
	var s Settings
	raw, err := os.ReadFile(path)
	if err != nil {
		return s, fmt.Errorf("read the cache hints: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return s, fmt.Errorf("read the cache hints of %s: %w", path, err)
	}
	for name, h := range s.Hints {
		if err := h.check(); err != nil {
			return s, fmt.Errorf("read the cache hints of %s: %s: %w", path, name, err)
		}
	}
	return s, nil
}

func (h Hint) check() error {
	switch {
	case h.Scope != "" && h.Scope != "PUBLIC" && h.Scope != "PRIVATE":
		return fmt.Errorf("the scope is %q; it can be PUBLIC or PRIVATE", h.Scope)
	case h.MaxAge != nil && *h.MaxAge < 0:
		return fmt.Errorf("maxAge is negative")
	}
	return nil
}

// over is h, and under where h says nothing.
func (h Hint) over(under Hint) Hint {
	if h.MaxAge == nil && !h.InheritMaxAge {
		h.MaxAge, h.InheritMaxAge = under.MaxAge, under.InheritMaxAge
	}
	if h.Scope == "" {
		h.Scope = under.Scope
	}
	return h
}

// graph is the schema as far as hints are concerned.
type graph struct {
	types map[string]*typeOf
	// query is the name of the root type.
	query string
}

type typeOf struct {
	hint   Hint
	fields map[string]field
	// possible are the objects that a value of an interface or union may be.
	possible []string
}

type field struct {
	hint   Hint
	typeOf string
}

// read reads the types of a supergraph, and the directive @cacheControl where it has it. Then come settings.
func read(sdl string, s Settings) (*graph, []string, error) {
	doc, report := astparser.ParseGraphqlDocumentString(sdl)
	if report.HasErrors() {
		return nil, nil, fmt.Errorf("the supergraph is not valid GraphQL")
	}
	g := &graph{types: map[string]*typeOf{}, query: "Query"}
	for _, r := range doc.RootOperationTypeDefinitions {
		if r.OperationType == ast.OperationTypeQuery {
			g.query = doc.Input.ByteSliceString(r.NamedType.Name)
		}
	}
	add := func(name string, directives []int, fields []int) *typeOf {
		t := g.typeOf(name)
		t.hint = hintOf(&doc, directives).over(t.hint)
		for _, ref := range fields {
			t.fields[doc.FieldDefinitionNameString(ref)] = field{
				hint:   hintOf(&doc, doc.FieldDefinitions[ref].Directives.Refs),
				typeOf: doc.ResolveTypeNameString(doc.FieldDefinitions[ref].Type),
			}
		}
		return t
	}
	for i, d := range doc.ObjectTypeDefinitions {
		name := doc.ObjectTypeDefinitionNameString(i)
		add(name, d.Directives.Refs, d.FieldsDefinition.Refs)
		for _, ref := range d.ImplementsInterfaces.Refs {
			of := g.typeOf(doc.ResolveTypeNameString(ref))
			of.possible = append(of.possible, name)
		}
	}
	for i, d := range doc.InterfaceTypeDefinitions {
		add(doc.InterfaceTypeDefinitionNameString(i), d.Directives.Refs, d.FieldsDefinition.Refs)
	}
	for i, d := range doc.UnionTypeDefinitions {
		t := add(doc.UnionTypeDefinitionNameString(i), d.Directives.Refs, nil)
		for _, ref := range d.UnionMemberTypes.Refs {
			t.possible = append(t.possible, doc.ResolveTypeNameString(ref))
		}
	}
	for _, t := range g.types { // a type that is only named would be looked up in vain
		t.possible = slices.DeleteFunc(t.possible, func(name string) bool { return g.types[name] == nil })
	}
	return g, g.settle(s), nil
}

func (g *graph) typeOf(name string) *typeOf {
	t := g.types[name]
	if t == nil {
		t = &typeOf{fields: map[string]field{}}
		g.types[name] = t
	}
	return t
}

// settle puts the settings over the supergraph's hints; it returns the names that the graph does not have.
// Where nobody says otherwise, what hangs on Query.me or Query.viewer is the caller's own.
func (g *graph) settle(s Settings) (unknown []string) {
	for _, name := range []string{"me", "viewer"} {
		if f, ok := g.typeOf(g.query).fields[name]; ok {
			f.hint = f.hint.over(Hint{Scope: "PRIVATE"})
			g.types[g.query].fields[name] = f
		}
	}
	for name, hint := range s.Hints {
		typeName, fieldName, ofField := strings.Cut(name, ".")
		t := g.types[typeName]
		if t == nil {
			unknown = append(unknown, name)
			continue
		}
		if !ofField {
			t.hint = hint.over(t.hint)
			continue
		}
		f, ok := t.fields[fieldName]
		if !ok {
			unknown = append(unknown, name)
			continue
		}
		f.hint = hint.over(f.hint)
		t.fields[fieldName] = f
	}
	return unknown
}

func hintOf(doc *ast.Document, directives []int) Hint {
	var h Hint
	for _, ref := range directives {
		// One that was linked without being imported has the name of its specification before it.
		if name := doc.DirectiveNameString(ref); name != "cacheControl" && !strings.HasSuffix(name, "__cacheControl") {
			continue
		}
		for _, argument := range doc.Directives[ref].Arguments.Refs {
			value := doc.ArgumentValue(argument)
			switch name := doc.ArgumentNameString(argument); {
			case name == "maxAge" && value.Kind == ast.ValueKindInteger:
				age := max(int(doc.IntValueAsInt32(value.Ref)), 0)
				h.MaxAge = &age
			case name == "scope" && value.Kind == ast.ValueKindEnum:
				h.Scope = doc.EnumValueNameString(value.Ref)
			case name == "inheritMaxAge" && value.Kind == ast.ValueKindBoolean:
				h.InheritMaxAge = bool(doc.BooleanValue(value.Ref))
			}
		}
	}
	return h
}
