package introspect

import (
	"encoding/json"
	"slices"

	"github.com/buger/jsonparser"
	"github.com/vektah/gqlparser/v2/ast"
)

// writer writes what is asked of the schema as JSON.
type writer struct {
	schema    *Schema
	variables []byte
	out       []byte
}

func (w *writer) raw(text string) { w.out = append(w.out, text...) }

func (w *writer) text(text string) {
	quoted, err := json.Marshal(text)
	if err != nil { // a string: it can't
		quoted = []byte("null")
	}
	w.out = append(w.out, quoted...)
}

// optional is null where there is nothing.
func (w *writer) optional(text string) {
	if text == "" {
		w.raw("null")
		return
	}
	w.text(text)
}

func (w *writer) truth(is bool) {
	if is {
		w.raw("true")
	} else {
		w.raw("false")
	}
}

// object writes the fields that are selected; each is written by write.
func (w *writer) object(typeName string, selected []selection, write func(s *selection)) {
	w.raw("{")
	for i := range selected {
		if i > 0 {
			w.raw(",")
		}
		w.text(selected[i].key)
		w.raw(":")
		if selected[i].name == "__typename" {
			w.text(typeName)
			continue
		}
		write(&selected[i])
	}
	w.raw("}")
}

// list writes the items.
func list[T any](w *writer, items []T, write func(T)) {
	w.raw("[")
	for i, item := range items {
		if i > 0 {
			w.raw(",")
		}
		write(item)
	}
	w.raw("]")
}

func (w *writer) argument(s *selection, name string) argument {
	a := s.arguments[name]
	if a.variable == "" {
		return a
	}
	value, kind, _, err := jsonparser.Get(w.variables, a.variable)
	if err != nil {
		return a
	}
	switch kind {
	case jsonparser.Boolean:
		a.truth = string(value) == "true"
	case jsonparser.String:
		a.text, _ = jsonparser.ParseString(value)
	}
	return a
}

// shown are the items, without deprecated ones unless the client asks for them.
func shown[T any](w *writer, s *selection, items []T, directives func(T) ast.DirectiveList) []T {
	if w.argument(s, "includeDeprecated").truth {
		return items
	}
	return slices.DeleteFunc(slices.Clone(items), func(item T) bool { return directives(item).ForName("deprecated") != nil })
}

func (w *writer) root(s *selection) {
	if s.name == "__type" {
		w.named(w.schema.byName[w.argument(s, "name").text], s.inside)
		return
	}
	w.object("__Schema", s.inside, func(s *selection) {
		switch s.name {
		case "description":
			w.optional(w.schema.description)
		case "types":
			list(w, w.schema.types, func(def *ast.Definition) { w.named(def, s.inside) })
		case "queryType":
			w.named(w.schema.query, s.inside)
		case "mutationType":
			w.named(w.schema.mutation, s.inside)
		case "subscriptionType":
			w.named(w.schema.subscription, s.inside)
		case "directives":
			list(w, w.schema.directives, func(d *ast.DirectiveDefinition) { w.directive(d, s.inside) })
		default:
			w.raw("null")
		}
	})
}

// typ writes a type that may be a list or not null.
func (w *writer) typ(t *ast.Type, selected []selection) {
	if !t.NonNull && t.Elem == nil {
		w.named(w.schema.byName[t.NamedType], selected)
		return
	}
	kind, of := "LIST", t.Elem
	if t.NonNull {
		of = &ast.Type{NamedType: t.NamedType, Elem: t.Elem}
		kind = "NON_NULL"
	}
	w.object("__Type", selected, func(s *selection) {
		switch s.name {
		case "kind":
			w.text(kind)
		case "ofType":
			w.typ(of, s.inside)
		default:
			w.raw("null")
		}
	})
}

func (w *writer) named(def *ast.Definition, selected []selection) {
	if def == nil {
		w.raw("null")
		return
	}
	composite := def.Kind == ast.Object || def.Kind == ast.Interface
	w.object("__Type", selected, func(s *selection) {
		switch {
		case s.name == "kind":
			w.text(string(def.Kind))
		case s.name == "name":
			w.text(def.Name)
		case s.name == "description":
			w.optional(def.Description)
		case s.name == "specifiedByURL" && def.Kind == ast.Scalar:
			w.optional(argumentOf(def.Directives, "specifiedBy", "url"))
		case s.name == "fields" && composite:
			list(w, shown(w, s, fieldsOf(def), directivesOfField), func(f *ast.FieldDefinition) { w.field(f, s.inside) })
		case s.name == "interfaces" && composite:
			list(w, def.Interfaces, func(name string) { w.named(w.schema.byName[name], s.inside) })
		case s.name == "possibleTypes" && def.Kind == ast.Interface:
			list(w, w.schema.possible[def.Name], func(of *ast.Definition) { w.named(of, s.inside) })
		case s.name == "possibleTypes" && def.Kind == ast.Union:
			list(w, def.Types, func(name string) { w.named(w.schema.byName[name], s.inside) })
		case s.name == "enumValues" && def.Kind == ast.Enum:
			list(w, shown(w, s, def.EnumValues, func(v *ast.EnumValueDefinition) ast.DirectiveList { return v.Directives }),
				func(v *ast.EnumValueDefinition) { w.enumValue(v, s.inside) })
		case s.name == "inputFields" && def.Kind == ast.InputObject:
			list(w, shown(w, s, def.Fields, directivesOfField), func(f *ast.FieldDefinition) {
				w.input(f.Name, f.Description, f.Type, f.DefaultValue, f.Directives, s.inside)
			})
		case s.name == "isOneOf" && def.Kind == ast.InputObject:
			w.truth(def.Directives.ForName("oneOf") != nil)
		default:
			w.raw("null")
		}
	})
}

func directivesOfField(f *ast.FieldDefinition) ast.DirectiveList { return f.Directives }

func directivesOfArgument(a *ast.ArgumentDefinition) ast.DirectiveList { return a.Directives }

// fieldsOf are those that are not about the schema itself.
func fieldsOf(def *ast.Definition) ast.FieldList {
	return slices.DeleteFunc(slices.Clone(def.Fields), func(f *ast.FieldDefinition) bool { return len(f.Name) > 1 && f.Name[:2] == "__" })
}

// deprecated writes the two fields about it; false where s is another one.
func (w *writer) deprecated(s *selection, directives ast.DirectiveList) bool {
	d := directives.ForName("deprecated")
	switch s.name {
	case "isDeprecated":
		w.truth(d != nil)
	case "deprecationReason":
		switch {
		case d == nil:
			w.raw("null")
		case d.Arguments.ForName("reason") == nil:
			w.text("No longer supported")
		default:
			w.text(argumentOf(directives, "deprecated", "reason"))
		}
	default:
		return false
	}
	return true
}

func (w *writer) field(f *ast.FieldDefinition, selected []selection) {
	w.object("__Field", selected, func(s *selection) {
		switch {
		case s.name == "name":
			w.text(f.Name)
		case s.name == "description":
			w.optional(f.Description)
		case s.name == "args":
			w.arguments(s, f.Arguments)
		case s.name == "type":
			w.typ(f.Type, s.inside)
		case !w.deprecated(s, f.Directives):
			w.raw("null")
		}
	})
}

func (w *writer) arguments(s *selection, arguments ast.ArgumentDefinitionList) {
	list(w, shown(w, s, arguments, directivesOfArgument), func(a *ast.ArgumentDefinition) {
		w.input(a.Name, a.Description, a.Type, a.DefaultValue, a.Directives, s.inside)
	})
}

func (w *writer) input(name, description string, t *ast.Type, fallback *ast.Value, directives ast.DirectiveList, selected []selection) {
	w.object("__InputValue", selected, func(s *selection) {
		switch {
		case s.name == "name":
			w.text(name)
		case s.name == "description":
			w.optional(description)
		case s.name == "type":
			w.typ(t, s.inside)
		case s.name == "defaultValue" && fallback != nil:
			w.text(w.schema.print(fallback, t))
		case !w.deprecated(s, directives):
			w.raw("null")
		}
	})
}

func (w *writer) enumValue(v *ast.EnumValueDefinition, selected []selection) {
	w.object("__EnumValue", selected, func(s *selection) {
		switch {
		case s.name == "name":
			w.text(v.Name)
		case s.name == "description":
			w.optional(v.Description)
		case !w.deprecated(s, v.Directives):
			w.raw("null")
		}
	})
}

func (w *writer) directive(d *ast.DirectiveDefinition, selected []selection) {
	w.object("__Directive", selected, func(s *selection) {
		switch {
		case s.name == "name":
			w.text(d.Name)
		case s.name == "description":
			w.optional(d.Description)
		case s.name == "isRepeatable":
			w.truth(d.IsRepeatable)
		case s.name == "locations":
			list(w, d.Locations, func(l ast.DirectiveLocation) { w.text(string(l)) })
		case s.name == "args":
			w.arguments(s, d.Arguments)
		case !w.deprecated(s, nil):
			w.raw("null")
		}
	})
}

func argumentOf(list ast.DirectiveList, directive, name string) string {
	d := list.ForName(directive)
	if d == nil {
		return ""
	}
	a := d.Arguments.ForName(name)
	if a == nil || a.Value == nil {
		return ""
	}
	return a.Value.Raw
}
