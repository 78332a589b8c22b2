package validate

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/wundergraph/astjson"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

// inputs are the types that variables may have, by their names.
type inputs map[string]*named

// named is a type that has a name. It has no values and no fields where it is a scalar.
type named struct {
	name   string
	values map[string]bool
	fields map[string]*Type
	// required are the names of the fields that have to be there.
	required []string
	oneOf    bool
}

// Type is what a value has to be: a list, if item is not nil, or one of the type.
type Type struct {
	nonNull bool
	item    *Type
	of      *named
}

func inputsOf(schema *ast.Schema) inputs {
	all := inputs{}
	for name, definition := range schema.Types {
		if definition.IsInputType() {
			all[name] = &named{name: name, oneOf: definition.Directives.ForName("oneOf") != nil}
		}
	}
	for name, typ := range all {
		switch definition := schema.Types[name]; definition.Kind {
		case ast.Enum:
			typ.values = map[string]bool{}
			for _, v := range definition.EnumValues {
				typ.values[v.Name] = true
			}
		case ast.InputObject:
			typ.fields = map[string]*Type{}
			for _, f := range definition.Fields {
				typ.fields[f.Name] = all.typ(f.Type)
				if f.Type.NonNull && f.DefaultValue == nil {
					typ.required = append(typ.required, f.Name)
				}
			}
		}
	}
	return all
}

// typ is nil for a type that is none of a variable's.
func (i inputs) typ(t *ast.Type) *Type {
	w := &Type{nonNull: t.NonNull}
	if t.Elem != nil {
		if w.item = i.typ(t.Elem); w.item == nil {
			return nil
		}
		return w
	}
	if w.of = i[t.NamedType]; w.of == nil {
		return nil
	}
	return w
}

// String is the type as a query has it.
func (w *Type) String() string {
	lists, inner := []string{""}, w
	for ; inner.item != nil; inner = inner.item {
		lists = append(lists, "]"+inner.mark())
	}
	slices.Reverse(lists)
	return strings.Repeat("[", len(lists)-1) + inner.of.name + inner.mark() + strings.Join(lists, "")
}

// NonNull tells whether it may not be null.
func (w *Type) NonNull() bool { return w.nonNull }

// NotNull is the same type, but never null.
func (w *Type) NotNull() *Type {
	other := *w
	other.nonNull = true
	return &other
}

// ListOf is a list of items of the type.
func ListOf(item *Type) *Type { return &Type{item: item} }

func (w *Type) mark() string {
	if w.nonNull {
		return "!"
	}
	return ""
}

// Misfit is a value that is not what is wanted. It says where, and never what the value is, which may be a secret.
type Misfit struct {
	path []string // from the inside out
	why  string
}

func (m *Misfit) in(element string) *Misfit {
	m.path = append(m.path, element)
	return m
}

// Of is the message about the variable of that name.
func (m *Misfit) Of(variable string) string {
	if len(m.path) == 0 {
		return fmt.Sprintf("Variable %q got invalid value; %s", "$"+variable, m.why)
	}
	var at strings.Builder
	at.WriteString(variable)
	for i := len(m.path) - 1; i >= 0; i-- {
		at.WriteString(m.path[i])
	}
	return fmt.Sprintf("Variable %q got invalid value at %q; %s", "$"+variable, answer.Short(at.String()), m.why)
}

// Fit tells how the value does not fit. One that stands for a list of itself becomes that list, and a number that is
// an ID becomes a text; changed tells it.
func (w *Type) Fit(value *astjson.Value) (fitting *astjson.Value, changed bool, wrong *Misfit) {
	if value.Type() == astjson.TypeNull {
		if w.nonNull {
			return nil, false, &Misfit{why: fmt.Sprintf("Expected non-nullable type %q not to be null.", answer.Short(w.String()))}
		}
		return value, false, nil
	}
	switch {
	case w.item == nil && w.of.fields != nil:
		changed, wrong = w.of.fitObject(value)
		return value, changed, wrong
	case w.item == nil:
		if wrong = w.of.fitLeaf(value); wrong != nil {
			return nil, false, wrong
		}
		fitting, changed = w.of.identified(value)
		return fitting, changed, nil
	case value.Type() != astjson.TypeArray:
		if fitting, _, wrong = w.item.Fit(value); wrong != nil {
			return nil, false, wrong
		}
		list := astjson.ArrayValue(nil)
		list.SetArrayItem(nil, 0, fitting)
		return list, true, nil
	}
	for i, item := range value.GetArray() {
		fitting, other, wrong := w.item.Fit(item)
		if wrong != nil {
			return nil, false, wrong.in("[" + strconv.Itoa(i) + "]")
		}
		if other {
			value.SetArrayItem(nil, i, fitting)
			changed = true
		}
	}
	return value, changed, nil
}

func (t *named) fitObject(value *astjson.Value) (changed bool, wrong *Misfit) {
	if value.Type() != astjson.TypeObject {
		return false, &Misfit{why: fmt.Sprintf("Expected type %q to be an object.", t.name)}
	}
	object, found, nulls := value.GetObject(), 0, 0
	var others map[string]*astjson.Value
	object.Visit(func(key []byte, inner *astjson.Value) {
		if wrong != nil {
			return
		}
		field := t.fields[string(key)]
		if field == nil {
			wrong = &Misfit{why: fmt.Sprintf("Field %q is not defined by type %q.", answer.Short(string(key)), t.name)}
			return
		}
		if found++; inner.Type() == astjson.TypeNull {
			nulls++
		}
		fitting, other, misfit := field.Fit(inner)
		if misfit != nil {
			wrong = misfit.in("." + string(key))
			return
		}
		if other {
			if others == nil {
				others = map[string]*astjson.Value{}
			}
			if _, twice := others[string(key)]; !twice { // the first counts
				others[string(key)] = fitting
			}
		}
	})
	if wrong != nil {
		return false, wrong
	}
	for key, fitting := range others {
		object.Set(nil, key, fitting)
	}
	for _, name := range t.required {
		if object.Get(name) == nil {
			return false, &Misfit{why: fmt.Sprintf("Field %q of required type %q was not provided.", name, t.fields[name])}
		}
	}
	if t.oneOf && (found != 1 || nulls > 0) {
		return false, &Misfit{why: fmt.Sprintf("OneOf input object %q has to have exactly one field, which is not null.", t.name)}
	}
	return others != nil, nil
}

// fitLeaf looks at an enum's or a scalar's value; a scalar that the specification does not know takes anything.
func (t *named) fitLeaf(value *astjson.Value) *Misfit {
	kind := value.Type()
	if t.values != nil {
		switch {
		case kind != astjson.TypeString:
			return &Misfit{why: fmt.Sprintf("Enum %q cannot represent non-string value.", t.name)}
		case !t.values[string(value.GetStringBytes())]:
			return &Misfit{why: fmt.Sprintf("Value does not exist in %q enum.", t.name)}
		}
		return nil
	}
	switch t.name {
	case "Int":
		if kind != astjson.TypeNumber || !isInt32(string(value.MarshalTo(nil))) {
			return &Misfit{why: "Int cannot represent what is not a whole number of 32 bits"}
		}
	case "Float":
		if kind != astjson.TypeNumber || !isFinite(string(value.MarshalTo(nil))) {
			return &Misfit{why: "Float cannot represent non numeric value"}
		}
	case "String":
		if kind != astjson.TypeString {
			return &Misfit{why: "String cannot represent a non string value"}
		}
	case "Boolean":
		if kind != astjson.TypeTrue && kind != astjson.TypeFalse {
			return &Misfit{why: "Boolean cannot represent a non boolean value"}
		}
	case "ID":
		if kind != astjson.TypeString && (kind != astjson.TypeNumber || !isWhole(string(value.MarshalTo(nil)))) {
			return &Misfit{why: "ID cannot represent a non-string and non-integer value"}
		}
	}
	return nil
}

// identified is a text for a number that is an ID: it may have more digits than a subgraph's numbers.
func (t *named) identified(value *astjson.Value) (as *astjson.Value, changed bool) {
	if t.name != "ID" || value.Type() != astjson.TypeNumber {
		return value, false
	}
	text := string(value.MarshalTo(nil))
	if strings.ContainsAny(text, ".eE") {
		f, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return value, false
		}
		format := byte('f')
		if math.Abs(f) >= 1e21 { // lest a few bytes become hundreds
			format = 'e'
		}
		text = strconv.FormatFloat(f, format, -1, 64)
	}
	return astjson.StringValue(nil, text), true
}

// Identify does that to all IDs in a literal of the query, which is valid but for what stands for variables in it.
func (w *Type) Identify(value *astjson.Value) (as *astjson.Value, changed bool) {
	switch kind := value.Type(); {
	case kind == astjson.TypeArray && w.item != nil:
		for i, item := range value.GetArray() {
			if other, ok := w.item.Identify(item); ok {
				value.SetArrayItem(nil, i, other)
				changed = true
			}
		}
	case w.item != nil:
		return w.item.Identify(value)
	case kind == astjson.TypeObject:
		for name, field := range w.of.fields {
			inner := value.Get(name)
			if inner == nil {
				continue
			}
			if other, ok := field.Identify(inner); ok {
				value.Set(nil, name, other)
				changed = true
			}
		}
	default:
		return w.of.identified(value)
	}
	return value, changed
}

// isInt32 also takes 1.0 and 1e3.
func isInt32(text string) bool {
	if _, err := strconv.ParseInt(text, 10, 32); err == nil {
		return true
	}
	f, err := strconv.ParseFloat(text, 64)
	return err == nil && f == math.Trunc(f) && f >= math.MinInt32 && f <= math.MaxInt32
}

// isWhole also takes 1.0 and 1e3.
func isWhole(text string) bool {
	f, err := strconv.ParseFloat(text, 64)
	return err == nil && f == math.Trunc(f) && !math.IsInf(f, 0)
}
