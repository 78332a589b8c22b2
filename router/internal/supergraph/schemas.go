package supergraph

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	engine "github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/astparser"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/asttransform"
)

// ClientSDL is the API that clients see: nothing of federation, and nothing @inaccessible.
func (s *Supergraph) ClientSDL() string { return s.print(false) }

// RouterSDL is what the planner reads: as ClientSDL, with what is @inaccessible marked as such, because
// the router itself may have to fetch it.
func (s *Supergraph) RouterSDL() string { return s.print(true) }

// Schema parses an SDL for the engine.
func Schema(sdl string) (*engine.Document, error) {
	doc, report := astparser.ParseGraphqlDocumentString(sdl)
	if report.HasErrors() {
		return nil, fmt.Errorf("parse schema: %w", report)
	}
	if err := asttransform.MergeDefinitionWithBaseSchema(&doc); err != nil {
		return nil, fmt.Errorf("complete schema: %w", err)
	}
	addIntrospection(&doc)
	return &doc, nil
}

// addIntrospection adds what the engine does not know that clients may ask about a schema.
func addIntrospection(doc *engine.Document) {
	text, truth := doc.AddNamedType([]byte("String")), doc.AddNamedType([]byte("Boolean"))
	add := func(typeName, fieldName string, typ int, arguments ...int) {
		node, ok := doc.Index.FirstNodeByNameStr(typeName)
		if !ok || node.Kind != engine.NodeKindObjectTypeDefinition {
			return
		}
		ref, known := doc.NodeFieldDefinitionByName(node, []byte(fieldName))
		if !known {
			ref = doc.AddFieldDefinition(engine.FieldDefinition{Name: doc.Input.AppendInputString(fieldName), Type: typ})
			fields := &doc.ObjectTypeDefinitions[node.Ref].FieldsDefinition
			fields.Refs = append(fields.Refs, ref)
		}
		if field := &doc.FieldDefinitions[ref]; len(arguments) > 0 && !field.HasArgumentsDefinitions {
			field.HasArgumentsDefinitions, field.ArgumentsDefinition.Refs = true, arguments
		}
	}
	add("__Type", "isOneOf", truth)
	add("__Directive", "isDeprecated", doc.AddNonNullNamedType([]byte("Boolean")))
	add("__Directive", "deprecationReason", text)
	add("__Schema", "directives", truth, doc.AddInputValueDefinition(engine.InputValueDefinition{
		Name: doc.Input.AppendInputString("includeDeprecated"), Type: doc.AddNonNullNamedType([]byte("Boolean")),
		DefaultValue: engine.DefaultValue{IsDefined: true, Value: engine.Value{Kind: engine.ValueKindBoolean}}, // false
	}))
}

// helper tells whether a type or directive is there for the composer and the router, not for clients.
func helper(name string) bool {
	for _, prefix := range []string{"join__", "link__", "core__", "policy__", "requiresScopes__", "federation__", "context__", "connect__"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// kept are the applied directives that mean something to the engine or to clients.
var kept = []string{"deprecated", "specifiedBy", "oneOf", "inaccessible"}

// builtIn are the directives and scalars that the engine adds to every schema.
var builtIn = []string{"skip", "include", "deprecated", "specifiedBy", "defer", "stream", "oneOf", "Int", "Float", "String", "Boolean", "ID"}

func (s *Supergraph) print(inaccessible bool) string {
	out := &ast.SchemaDocument{}
	hidden := func(d ast.DirectiveList) bool { return !inaccessible && d.ForName("inaccessible") != nil }
	gone := map[string]bool{}
	for _, def := range s.doc.Definitions {
		gone[def.Name] = helper(def.Name) || hidden(def.Directives)
	}
	for _, def := range s.doc.Definitions {
		if gone[def.Name] || slices.Contains(builtIn, def.Name) {
			continue
		}
		shown := *def
		shown.Directives = keep(def.Directives)
		shown.Interfaces = slices.DeleteFunc(slices.Clone(def.Interfaces), func(n string) bool { return gone[n] })
		shown.Types = slices.DeleteFunc(slices.Clone(def.Types), func(n string) bool { return gone[n] })
		shown.Fields, shown.EnumValues = nil, nil
		for _, f := range def.Fields {
			if hidden(f.Directives) || gone[f.Type.Name()] {
				continue
			}
			field := *f
			field.Directives = keep(f.Directives)
			field.Arguments = nil
			for _, a := range f.Arguments {
				if hidden(a.Directives) || gone[a.Type.Name()] {
					continue
				}
				argument := *a
				argument.Directives = keep(a.Directives)
				field.Arguments = append(field.Arguments, &argument)
			}
			shown.Fields = append(shown.Fields, &field)
		}
		for _, v := range def.EnumValues {
			if hidden(v.Directives) {
				continue
			}
			value := *v
			value.Directives = keep(v.Directives)
			shown.EnumValues = append(shown.EnumValues, &value)
		}
		out.Definitions = append(out.Definitions, &shown)
	}
	for _, d := range s.doc.Directives {
		if executable(d) && !helper(d.Name) && !slices.Contains(builtIn, d.Name) {
			out.Directives = append(out.Directives, d)
		}
	}
	for _, def := range s.doc.Schema {
		shown := *def
		shown.Directives = nil
		out.Schema = append(out.Schema, &shown)
	}
	var b strings.Builder
	if inaccessible {
		b.WriteString("directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION\n\n")
	}
	formatter.NewFormatter(&b, formatter.WithIndent("  "), formatter.WithBuiltin()).FormatSchemaDocument(out)
	return b.String()
}

func keep(list ast.DirectiveList) ast.DirectiveList {
	return slices.DeleteFunc(slices.Clone(list), func(d *ast.Directive) bool { return !slices.Contains(kept, d.Name) })
}

func executable(d *ast.DirectiveDefinition) bool {
	return slices.ContainsFunc(d.Locations, func(l ast.DirectiveLocation) bool {
		switch l {
		case ast.LocationQuery, ast.LocationMutation, ast.LocationSubscription, ast.LocationField,
			ast.LocationFragmentDefinition, ast.LocationFragmentSpread, ast.LocationInlineFragment, ast.LocationVariableDefinition:
			return true
		}
		return false
	})
}
