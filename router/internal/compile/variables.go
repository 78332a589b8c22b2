package compile

import (
	"bytes"
	"errors"
	"fmt"
	"hash/maphash"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/buger/jsonparser"
	"github.com/wundergraph/astjson"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/astnormalization"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/astparser"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/variablesvalidation"

	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/execute/program"
)

// variables is what an operation needs to know of its variables in each request.
type variables struct {
	// extracted has the literals that stood in the query, as the fields of a JSON object without braces.
	extracted []byte
	// defaults are the values of declared variables that the client may leave out.
	defaults []namedValue
	// definitions is a document that declares what the client may send, and nothing else: checking it is
	// cheaper than walking the whole operation. nil where there is nothing to check.
	definitions *ast.Document
	// numbered are those of the definitions that have an Int in them.
	numbered []int
	// coerce is set where a single value may have to become a list.
	coerce bool
	// nested are the client's variables inside of literals, and marked the names of those literals.
	nested []nested
	marked []string
	tools  *sync.Pool
}

type namedValue struct {
	name  string
	field []byte // `"name":value`
}

// tools are not for concurrent use, and costly to make.
type tools struct {
	validator *variablesvalidation.VariablesValidator
	coercion  *astnormalization.ListInputCoercion
}

func newTools() any {
	return &tools{
		validator: variablesvalidation.NewVariablesValidator(variablesvalidation.VariablesValidatorOptions{
			// What the client sent may be a secret, and errors are logged by clients.
			DisableExposingVariablesContent: true,
		}),
		coercion: astnormalization.NewListInputCoercion(),
	}
}

// declaredVariables are the names of the client's variables, before literals become variables too.
func declaredVariables(doc *ast.Document) []string {
	var names []string
	for _, op := range doc.OperationDefinitions {
		for _, ref := range op.VariableDefinitions.Refs {
			names = append(names, doc.VariableDefinitionNameString(ref))
		}
	}
	return names
}

// nullDefaults are those of the client's variables whose default is null. The engine makes a list of that, which
// has a null in it, where the variable is one.
func nullDefaults(doc *ast.Document) []string {
	var names []string
	for _, op := range doc.OperationDefinitions {
		for _, ref := range op.VariableDefinitions.Refs {
			if doc.VariableDefinitionHasDefaultValue(ref) && doc.VariableDefinitionDefaultValue(ref).Kind == ast.ValueKindNull {
				names = append(names, doc.VariableDefinitionNameString(ref))
			}
		}
	}
	return names
}

func (c *Compiler) readVariables(doc *ast.Document, declared, nulls []string, inside []nested) (*variables, error) {
	v := &variables{tools: &sync.Pool{New: newTools}, nested: inside}
	var text strings.Builder
	for _, n := range inside {
		fmt.Fprintf(&text, "$%s: %s ", n.name, n.typ)
		v.coerce = true
		if n.fallback != nil {
			v.defaults = append(v.defaults, namedValue{n.name, append(append(strconv.AppendQuote(nil, n.name), ':'), n.fallback...)})
		}
	}
	isInside := func(name string) bool {
		return slices.ContainsFunc(inside, func(n nested) bool { return n.name == name })
	}
	for _, op := range doc.OperationDefinitions {
		for _, ref := range op.VariableDefinitions.Refs {
			name := doc.VariableDefinitionNameString(ref)
			if !slices.Contains(declared, name) || isInside(name) {
				continue
			}
			typ := doc.VariableDefinitions[ref].Type
			printed, err := doc.PrintTypeBytes(typ, nil)
			if err != nil {
				return nil, err
			}
			fmt.Fprintf(&text, "$%s: %s ", name, printed)
			v.coerce = v.coerce || c.mayBeList(doc, typ)
		}
	}
	if text.Len() > 0 {
		definitions, report := astparser.ParseGraphqlDocumentString("query (" + text.String() + ") { __typename }")
		if report.HasErrors() {
			return nil, report
		}
		v.definitions = &definitions
		v.numbered = c.numbered(&definitions)
	}
	var extracted [][]byte
	err := jsonparser.ObjectEach(doc.Input.Variables, func(key, value []byte, kind jsonparser.ValueType, offset int) error {
		if kind == jsonparser.String { // the quotes are cut off
			value = doc.Input.Variables[offset-len(value)-2 : offset]
		}
		if slices.Contains(nulls, string(key)) {
			value = []byte("null")
		}
		field := append(strconv.AppendQuote(nil, string(key)), ':')
		field = append(field, value...)
		if isInside(string(key)) {
			return nil // its mark
		}
		if slices.ContainsFunc(inside, func(n nested) bool { return bytes.Contains(value, []byte(markOf(n.name))) }) {
			v.marked = append(v.marked, string(key))
		}
		if slices.Contains(declared, string(key)) {
			v.defaults = append(v.defaults, namedValue{string(key), field})
		} else {
			extracted = append(extracted, field)
		}
		return nil
	})
	v.extracted = bytes.Join(extracted, []byte(","))
	return v, err
}

// mayBeList tells whether a value of the type may have lists in it.
func (c *Compiler) mayBeList(doc *ast.Document, typ int) bool {
	if doc.TypeIsList(typ) {
		return true
	}
	node, ok := c.Client.Index.FirstNodeByNameBytes(doc.ResolveTypeNameBytes(typ))
	return ok && node.Kind == ast.NodeKindInputObjectTypeDefinition
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
	if v.definitions != nil {
		t := v.tools.Get().(*tools)
		defer v.tools.Put(t)
		if v.coerce {
			coerced, err := t.coercion.CoerceInput(v.definitions, c.Client, raw)
			if err != nil {
				return out, answer.Invalid(answer.New(answer.BadUserInput, "the variables do not fit the query"))
			}
			raw = coerced
		}
		if err := t.validator.Validate(v.definitions, c.Client, raw); err != nil {
			if invalid, ok := errors.AsType[*variablesvalidation.InvalidVariableError](err); ok {
				return out, answer.Invalid(answer.New(answer.BadUserInput, shortened(invalid.Message)))
			}
			return out, answer.Invalid(answer.New(answer.BadUserInput, "the variables do not fit the query"))
		}
	}
	if len(v.marked) > 0 {
		filled, err := v.fill(raw)
		if errors.Is(err, errTooMuch) {
			return out, tooComplex("the query repeats its variables too often")
		}
		if err != nil {
			return out, answer.Invalid(answer.New(answer.BadUserInput, "the variables are not valid JSON, or nested too deeply"))
		}
		raw = filled
	}
	parsed, err := astjson.ParseBytes(raw)
	if err != nil {
		return out, answer.Invalid(answer.New(answer.BadUserInput, "the variables are not valid JSON, or nested too deeply"))
	}
	if refusal := c.checkNumbers(v, parsed); refusal != nil {
		return out, refusal
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
	if len(given) < 2 || v.definitions == nil {
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
