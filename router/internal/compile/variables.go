package compile

import (
	"bytes"
	"errors"
	"fmt"
	"hash/maphash"
	"slices"
	"strconv"

	"github.com/buger/jsonparser"
	"github.com/wundergraph/astjson"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"

	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/execute/program"
	"github.com/blooming-blooms/bloom/router/internal/validate"
)

// variables is what an operation needs to know of its variables in each request.
type variables struct {
	// extracted has the literals that stood in the query, as the fields of a JSON object without braces.
	extracted []byte
	// defaults are the values of declared variables that the client may leave out.
	defaults []namedValue
	// declared are all that the client may send, also those that are not used under these switches.
	declared []validate.Variable
	// nested are the client's variables inside of literals, and marked the names of those literals.
	nested map[string]*nested // by their marks
	marked []string
}

type namedValue struct {
	name  string
	field []byte // `"name":value`
}

// declaredVariables are the names of the client's variables, before literals become variables too.
func declaredVariables(doc *ast.Document) map[string]bool {
	names := map[string]bool{}
	for _, op := range doc.OperationDefinitions {
		for _, ref := range op.VariableDefinitions.Refs {
			names[doc.VariableDefinitionNameString(ref)] = true
		}
	}
	return names
}

// nullDefaults are those of the client's variables whose default is null. The engine makes a list of that, which
// has a null in it, where the variable is one.
func nullDefaults(doc *ast.Document) map[string]bool {
	names := map[string]bool{}
	for _, op := range doc.OperationDefinitions {
		for _, ref := range op.VariableDefinitions.Refs {
			if doc.VariableDefinitionHasDefaultValue(ref) && doc.VariableDefinitionDefaultValue(ref).Kind == ast.ValueKindNull {
				names[doc.VariableDefinitionNameString(ref)] = true
			}
		}
	}
	return names
}

func (c *Compiler) readVariables(doc *ast.Document, all []validate.Variable, declared, nulls map[string]bool, inside []nested) (*variables, error) {
	v := &variables{nested: map[string]*nested{}, declared: slices.Clone(all)}
	insides, places := map[string]bool{}, map[string]int{}
	for i, d := range all {
		places[d.Name] = i
	}
	for _, n := range inside {
		insides[n.name], v.nested[markOf(n.name)] = true, &n
		if n.fallback != nil {
			v.defaults = append(v.defaults, namedValue{n.name, append(append(strconv.AppendQuote(nil, n.name), ':'), n.fallback...)})
		}
	}
	types := map[string]int{} // of what the plan has for variables, literals among them
	for _, op := range doc.OperationDefinitions {
		for _, ref := range op.VariableDefinitions.Refs {
			name := doc.VariableDefinitionNameString(ref)
			types[name] = doc.VariableDefinitions[ref].Type
			i, ok := places[name]
			if !ok || v.declared[i].Want.NonNull() || !doc.TypeIsNonNull(doc.VariableDefinitions[ref].Type) {
				continue
			}
			// The engine tells subgraphs that a variable with a default is not null where it may not be.
			v.declared[i].Want = v.declared[i].Want.NotNull()
		}
	}
	var extracted [][]byte
	err := jsonparser.ObjectEach(doc.Input.Variables, func(key, value []byte, kind jsonparser.ValueType, offset int) error {
		if kind == jsonparser.String { // the quotes are cut off
			value = doc.Input.Variables[offset-len(value)-2 : offset]
		}
		if nulls[string(key)] {
			value = []byte("null")
		}
		if typ, ok := types[string(key)]; ok && !insides[string(key)] {
			value = c.identified(doc, typ, value)
		}
		field := append(strconv.AppendQuote(nil, string(key)), ':')
		field = append(field, value...)
		if insides[string(key)] {
			return nil // its mark
		}
		if bytes.Contains(value, []byte(markPrefix)) {
			v.marked = append(v.marked, string(key))
		}
		if declared[string(key)] {
			v.defaults = append(v.defaults, namedValue{string(key), field})
		} else {
			extracted = append(extracted, field)
		}
		return nil
	})
	v.extracted = bytes.Join(extracted, []byte(","))
	return v, err
}

// identified is the literal, in which IDs are texts.
func (c *Compiler) identified(doc *ast.Document, typ int, literal []byte) []byte {
	want := c.wanted(doc, typ)
	if want == nil {
		return literal
	}
	value, err := astjson.ParseBytes(literal)
	if err != nil { // it is nested too deeply to be bound
		return literal
	}
	if other, changed := want.Identify(value); changed {
		return other.MarshalTo(nil)
	}
	return literal
}

// wanted is what the type of a variable wants.
func (c *Compiler) wanted(doc *ast.Document, typ int) *validate.Type {
	switch t := doc.Types[typ]; t.TypeKind {
	case ast.TypeKindNonNull:
		return c.wanted(doc, t.OfType)
	case ast.TypeKindList:
		if item := c.wanted(doc, t.OfType); item != nil {
			return validate.ListOf(item)
		}
		return nil
	}
	return c.valid.Type(doc.TypeNameString(typ))
}

// bound is what variables that were sent became. It is never changed.
type bound struct {
	sent, raw []byte
	hash      uint64
	values    program.Bound
}

// maxLast is how many bytes of variables are remembered for each operation.
const maxLast = 1 << 10

// Variables parses the variables anew: the engine changes what it reads, so they are each request's own.
func (e *Executable) Variables() *astjson.Value {
	parsed, err := astjson.ParseBytes(e.Raw)
	if err != nil { // it was parsed when it was bound
		return nil
	}
	return parsed
}

// bind gives the operation the variables of a request: what the client sent, the defaults of what it did
// not, and the literals of the query.
func (c *Compiler) bind(op *Operation, sent []byte) (Executable, *answer.Refusal) {
	out := Executable{Operation: op}
	if last := op.last.Load(); last != nil && bytes.Equal(last.sent, sent) {
		out.Raw, out.VariablesHash, out.Bound = last.raw, last.hash, last.values
		return out, nil
	}
	v := op.variables
	raw := v.merge(sent)
	parsed, err := astjson.ParseBytes(raw)
	if err != nil {
		return out, answer.Invalid(answer.New(answer.BadUserInput, "the variables are not valid JSON, or nested too deeply"))
	}
	changed, wrong := v.fit(parsed)
	if wrong != "" {
		return out, answer.Invalid(answer.New(answer.BadUserInput, answer.Short(wrong)))
	}
	if changed {
		raw = parsed.MarshalTo(nil)
	}
	if len(v.marked) > 0 {
		if raw, err = v.fill(raw); errors.Is(err, errTooMuch) {
			return out, tooComplex("the query repeats its variables too often")
		}
		if err == nil {
			parsed, err = astjson.ParseBytes(raw)
		}
		if err != nil {
			return out, answer.Invalid(answer.New(answer.BadUserInput, "the variables are not valid JSON, or nested too deeply"))
		}
	}
	out.Raw = raw
	out.VariablesHash = maphash.Bytes(c.seed, raw)
	if op.Program != nil {
		out.Bound = op.Program.Bind(parsed, op.Remap)
		if len(sent) <= maxLast {
			op.last.Store(&bound{bytes.Clone(sent), out.Raw, out.VariablesHash, out.Bound})
		}
	}
	return out, nil
}

// merge puts the operation's own values before the client's: where a name comes twice, the first counts.
func (v *variables) merge(given []byte) []byte {
	given = bytes.TrimSpace(given)
	if len(given) < 2 || len(v.declared) == 0 {
		given = []byte("{}") // nothing is declared, so nothing that was sent is read
	}
	size := len(given) + len(v.extracted) + 2
	for _, d := range v.defaults {
		size += len(d.field) + 1
	}
	out := append(make([]byte, 0, size), '{')
	add := func(field []byte) {
		if len(field) == 0 {
			return
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(out, field...)
	}
	add(v.extracted)
	values := sent{object: given}
	for _, d := range v.defaults {
		if _, _, ok := values.get(d.name); !ok {
			add(d.field)
		}
	}
	add(bytes.TrimSpace(given[1 : len(given)-1]))
	return append(out, '}')
}

// fit holds the values against what the query declares, and makes lists of single values where lists are wanted. It
// says what is wrong.
func (v *variables) fit(values *astjson.Value) (changed bool, wrong string) {
	object := values.GetObject()
	get := object.Get
	if len(v.declared) > few {
		all := map[string]*astjson.Value{}
		object.Visit(func(key []byte, value *astjson.Value) {
			if _, twice := all[string(key)]; !twice { // the first counts
				all[string(key)] = value
			}
		})
		get = func(name string) *astjson.Value { return all[name] }
	}
	for _, d := range v.declared {
		value := get(d.Name)
		if value == nil {
			if d.Want.NonNull() && !d.Optional {
				return false, fmt.Sprintf(`Variable "$%s" of required type %q was not provided.`, d.Name, answer.Short(d.Want.String()))
			}
			continue
		}
		fitting, other, misfit := d.Want.Fit(value)
		if misfit != nil {
			return false, misfit.Of(d.Name)
		}
		if other {
			object.Set(nil, d.Name, fitting)
			changed = true
		}
	}
	return changed, ""
}
