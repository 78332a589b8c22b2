package compile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
)

// nested is a client's variable that stands inside a literal, as in filter: {storeId: $id}. The engine puts
// the value of such a variable into the plan, but a plan serves requests with other values. So it is given a
// mark for a value, and each request puts its own value in the mark's place.
type nested struct {
	name     string
	lists    int             // so many lists are around the type, and around the mark, lest the engine add some
	fallback json.RawMessage // its default; nil where it has none
}

// markOf stands for a variable's value. U+FFFF is no character, so no text of a client's is meant to have it;
// one that has it all the same gets its own variable.
func markOf(name string) string { return markPrefix + name + "\uffff" }

const markPrefix = "\uffffvariable "

// maxNested is how many variables may stand inside literals. The engine takes them out of the variables one by one, in
// a time that grows with the square of their number.
const maxNested = 1000

var errTooManyNested = errors.New("too many variables in literals")

// markNested gives each variable inside a literal its mark for a value.
func markNested(doc *ast.Document) ([]nested, error) {
	names := map[string]bool{}
	note := func(v ast.Value) {
		if v.Kind == ast.ValueKindVariable {
			names[doc.VariableValueNameString(v.Ref)] = true
		}
	}
	for i := range doc.ObjectFields {
		note(doc.ObjectFields[i].Value)
	}
	for _, list := range doc.ListValues {
		for _, ref := range list.Refs {
			note(doc.Values[ref])
		}
	}
	var found []nested
	switches := sent{object: doc.Input.Variables}
	all := bytes.TrimSuffix(bytes.TrimSpace(doc.Input.Variables), []byte("}"))
	for _, op := range doc.OperationDefinitions {
		for _, ref := range op.VariableDefinitions.Refs {
			n := nested{name: doc.VariableDefinitionNameString(ref)}
			if _, _, isSwitch := switches.get(n.name); !names[n.name] || isSwitch {
				continue // a switch has the same value in all requests of a variant
			}
			typ := doc.VariableDefinitions[ref].Type
			printed, err := doc.PrintTypeBytes(typ, nil)
			if err != nil {
				return nil, err
			}
			n.lists = bytes.Count(printed, []byte("["))
			if doc.VariableDefinitionHasDefaultValue(ref) {
				if n.fallback, err = doc.ValueToJSON(doc.VariableDefinitionDefaultValue(ref)); err != nil {
					return nil, err
				}
			}
			mark, err := json.Marshal(markOf(n.name))
			if err != nil {
				return nil, err
			}
			value := strings.Repeat("[", n.lists) + string(mark) + strings.Repeat("]", n.lists)
			if len(all) > 1 {
				all = append(all, ',')
			}
			all = fmt.Appendf(all, "%q:%s", n.name, value)
			if found = append(found, n); len(found) > maxNested {
				return nil, errTooManyNested
			}
		}
	}
	if found != nil {
		doc.Input.Variables = append(all, '}')
	}
	return found, nil
}

// fill puts the values of a request into the literals with marks: raw is all variables of the request, and
// stays as it is but for those.
func (v *variables) fill(raw []byte) ([]byte, error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, err
	}
	f := filling{v, all, maxFilled}
	for _, name := range v.marked {
		literal := json.NewDecoder(bytes.NewReader(all[name]))
		literal.UseNumber()
		var value any
		if err := literal.Decode(&value); err != nil {
			return nil, err
		}
		filled, err := json.Marshal(f.filled(value))
		if f.room < 0 {
			return nil, errTooMuch
		}
		if err != nil {
			return nil, err
		}
		all[name] = filled
	}
	out, err := json.Marshal(all)
	if err != nil {
		return nil, fmt.Errorf("variables with literals: %w", err)
	}
	return out, nil
}

// maxFilled is how many bytes may come into literals: a query of some kilobytes can name a variable a thousand
// times, and that may be as long as a request.
const maxFilled = 8 << 20

var errTooMuch = errors.New("the variables in literals are too much")

// filling puts what was sent where it belongs.
type filling struct {
	*variables
	all  map[string]json.RawMessage
	room int
}

func (f *filling) take(name string) (json.RawMessage, bool) {
	sent, ok := f.all[name]
	if f.room -= len(sent); f.room < 0 {
		return nil, false
	}
	return sent, ok
}

func (f *filling) filled(value any) any {
	switch here := value.(type) {
	case map[string]any:
		for field, inner := range here {
			n := f.marks(inner)
			if n == nil {
				here[field] = f.filled(inner)
			} else if sent, ok := f.take(n.name); ok {
				here[field] = sent
			} else {
				delete(here, field) // a variable that is not given is a field that is not given
			}
		}
	case []any:
		for i, inner := range here {
			n := f.marks(inner)
			if n == nil {
				here[i] = f.filled(inner)
			} else if sent, ok := f.take(n.name); ok {
				here[i] = sent
			} else {
				here[i] = nil
			}
		}
	}
	return value
}

// marks is the variable whose mark the value is, with the lists around it; nil if it is none.
func (v *variables) marks(value any) *nested {
	lists := 0
	for {
		list, ok := value.([]any)
		if !ok || len(list) != 1 {
			break
		}
		value, lists = list[0], lists+1
	}
	text, ok := value.(string)
	if !ok || !strings.HasPrefix(text, "\uffff") {
		return nil
	}
	if n := v.nested[text]; n != nil && n.lists == lists {
		return n
	}
	return nil
}
