package router

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// choices are decisions that are read from bytes, so that a fuzzer can change one and keep the rest. Where the
// bytes end, every decision is the first.
type choices struct{ left []byte }

func (c *choices) of(n int) int {
	if len(c.left) == 0 || n <= 1 {
		return 0
	}
	b := c.left[0]
	c.left = c.left[1:]
	return int(b) % n
}

// author writes queries that are valid for the schema, nearly always.
type author struct {
	*choices
	schema    *ast.Schema
	fields    int      // that may still be asked for
	names     []string // that the planner uses
	declared  []string
	variables map[string]any
	fragments []string
}

// write is a query and its variables, as JSON.
func (a *author) write() (query, variables string) {
	a.variables = map[string]any{}
	root := a.schema.Query
	selection := a.selection(root, 0)
	if len(a.declared) > 0 {
		query = "query(" + strings.Join(a.declared, ", ") + ") "
	}
	raw, err := json.Marshal(a.variables)
	if err != nil {
		panic(err) // it is made of texts, numbers and lists
	}
	return query + selection + strings.Join(a.fragments, ""), string(raw)
}

// deepest is how deep queries are nested.
const deepest = 7

func (a *author) selection(def *ast.Definition, depth int) string {
	var b strings.Builder
	b.WriteByte('{')
	n := 1 + a.of(4)
	for range n {
		b.WriteByte(' ')
		b.WriteString(a.one(def, depth))
	}
	b.WriteString(" }")
	return b.String()
}

func (a *author) one(def *ast.Definition, depth int) string {
	a.fields--
	switch kind := a.of(10); {
	case kind == 9 && def.Kind != ast.Union || kind == 8 && depth == 0:
		return a.alias("__typename") + a.switched()
	case kind >= 7 || def.Kind == ast.Union:
		if depth < deepest && a.fields > 0 {
			return a.fragment(def, depth)
		}
		return "__typename"
	}
	var fields []*ast.FieldDefinition
	for _, f := range def.Fields {
		composite := a.schema.Types[f.Type.Name()].IsCompositeType()
		if !strings.HasPrefix(f.Name, "__") && (!composite || depth < deepest && a.fields > 0) {
			fields = append(fields, f)
		}
	}
	if len(fields) == 0 {
		return "__typename"
	}
	f := fields[a.of(len(fields))]
	text := f.Name
	if arguments := a.arguments(f.Arguments); arguments != "" {
		text += "(" + arguments + ")"
	}
	text = a.alias(text) + a.switched()
	if inner := a.schema.Types[f.Type.Name()]; inner.IsCompositeType() {
		text += " " + a.selection(inner, depth+1)
	}
	return text
}

// alias gives what has arguments a name of its own more often than not: two fields of one name must be alike. A
// few names are such as the planner takes for other fields.
func (a *author) alias(field string) string {
	if strings.Contains(field, "(") && a.of(4) != 0 || a.of(8) == 7 {
		if a.of(4) == 3 {
			return a.names[a.of(len(a.names))] + ": " + field
		}
		return fmt.Sprintf("a%d: %s", a.of(256), field)
	}
	return field
}

// switched is a @skip or an @include, or mostly nothing.
func (a *author) switched() string {
	kind := a.of(16)
	if kind < 13 {
		return ""
	}
	on := fmt.Sprint(a.of(2) == 1)
	if a.of(2) == 1 {
		on = a.variable("Boolean!", on == "true")
	}
	if kind == 13 {
		return " @skip(if: " + on + ")"
	}
	return " @include(if: " + on + ")"
}

func (a *author) fragment(def *ast.Definition, depth int) string {
	overlapping := []*ast.Definition{def}
	for _, other := range a.schema.Types {
		if other != def && other.IsCompositeType() && !strings.HasPrefix(other.Name, "__") && a.overlaps(def, other) {
			overlapping = append(overlapping, other)
		}
	}
	slices.SortFunc(overlapping, func(x, y *ast.Definition) int { return strings.Compare(x.Name, y.Name) })
	on := overlapping[a.of(len(overlapping))]
	inside := a.selection(on, depth+1)
	switch a.of(4) {
	case 3:
		name := fmt.Sprintf("f%d", len(a.fragments))
		a.fragments = append(a.fragments, fmt.Sprintf(" fragment %s on %s %s", name, on.Name, inside))
		return "..." + name + a.switched()
	case 2:
		if on == def {
			return "..." + a.switched() + " " + inside
		}
	}
	return "... on " + on.Name + a.switched() + " " + inside
}

func (a *author) overlaps(one, other *ast.Definition) bool {
	for _, p := range a.schema.GetPossibleTypes(one) {
		if !p.IsAbstractType() && slices.Contains(a.schema.GetPossibleTypes(other), p) {
			return true
		}
	}
	return false
}

func (a *author) arguments(defs ast.ArgumentDefinitionList) string {
	var list []string
	for _, d := range defs {
		if !d.Type.NonNull && a.of(2) == 0 {
			continue
		}
		list = append(list, d.Name+": "+a.argument(d.Type))
	}
	return strings.Join(list, ", ")
}

func (a *author) argument(typ *ast.Type) string {
	if a.of(3) != 2 {
		return literal(a.value(typ, 0), typ, a.schema)
	}
	if typ.NonNull || a.of(3) != 0 {
		return a.variable(typ.String(), a.value(typ, 0))
	}
	// One that is not sent, with a default or without.
	name := fmt.Sprintf("v%d", len(a.declared))
	declared := "$" + name + ": " + typ.String()
	if a.of(2) == 1 {
		declared += " = " + literal(a.value(typ, 0), typ, a.schema)
	}
	a.declared = append(a.declared, declared)
	return "$" + name
}

func (a *author) variable(typ string, value any) string {
	name := fmt.Sprintf("v%d", len(a.declared))
	a.declared = append(a.declared, "$"+name+": "+typ)
	a.variables[name] = value
	return "$" + name
}

// enumerated is an enum's value, which is no text in a query.
type enumerated string

func (a *author) value(typ *ast.Type, depth int) any {
	if !typ.NonNull && a.of(6) == 5 {
		return nil
	}
	if typ.Elem != nil {
		list := []any{}
		if depth < 3 {
			for range a.of(3) {
				list = append(list, a.value(typ.Elem, depth+1))
			}
		}
		return list
	}
	def := a.schema.Types[typ.Name()]
	switch {
	case def.Kind == ast.Enum:
		return enumerated(def.EnumValues[a.of(len(def.EnumValues))].Name)
	case def.Kind == ast.InputObject:
		object := map[string]any{}
		for _, f := range def.Fields {
			if f.Type.NonNull || depth < 3 && a.of(2) == 1 {
				object[f.Name] = a.value(f.Type, depth+1)
			}
		}
		return object
	case def.Name == "Int":
		return []int{0, 1, 2, -1, 1 << 30}[a.of(5)]
	case def.Name == "Float":
		return []float64{0.5, 1, -2.25}[a.of(3)]
	case def.Name == "Boolean":
		return a.of(2) == 1
	}
	return []string{"k0", "k1", "k2", "꽃 \"장미\"\n", "", "1"}[a.of(6)]
}

// literal writes a value as it stands in a query.
func literal(value any, typ *ast.Type, schema *ast.Schema) string {
	switch value := value.(type) {
	case enumerated:
		return string(value)
	case []any:
		var items []string
		for _, item := range value {
			items = append(items, literal(item, typ.Elem, schema))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case map[string]any:
		var fields []string
		for _, f := range schema.Types[typ.Name()].Fields {
			if v, ok := value[f.Name]; ok {
				fields = append(fields, f.Name+": "+literal(v, f.Type, schema))
			}
		}
		return "{" + strings.Join(fields, ", ") + "}"
	}
	raw, err := json.Marshal(value)
	if err != nil {
		panic(err) // it is a text, a number or null
	}
	return string(raw)
}
