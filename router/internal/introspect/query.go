package introspect

import (
	"bytes"
	"errors"
	"strconv"
	"strings"

	"github.com/buger/jsonparser"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/astprinter"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/lexer/literal"
)

// ErrTooDeep is for a query that goes round in the schema: its answer would grow with each turn.
var ErrTooDeep = errors.New("the query goes too deep into the schema")

// maxRounds is how many lists of fields, or of types, may lie in each other, as in graphql-js.
const maxRounds = 3

// Query is what an operation asks about the schema; nil asks nothing.
type Query struct {
	schema *Schema
	roots  []selection
	// text and variables are what the answer depends on.
	text      string
	variables []string
}

// selection is a field with what is asked of its value.
type selection struct {
	key, name string
	arguments map[string]argument
	inside    []selection
}

// argument is a value, or a variable.
type argument struct {
	text     string
	truth    bool
	variable string
}

// mark stands, with a number and the key of the answer, as __typename in place of a field that is taken out. No
// client can know it.
func (s *Schema) mark() string { return "schema_" + s.token + "_" }

// Plain is the text of an operation without what only this process knows.
func (q *Query) Plain(text string) string {
	if q == nil {
		return text
	}
	return strings.ReplaceAll(text, q.schema.token, "")
}

// Take takes __schema and __type out of the operation of a document, which is normalised and valid. Each is
// replaced by a mark, which Complete finds again in the plan.
func (s *Schema) Take(doc *ast.Document) (*Query, error) {
	if s == nil {
		return nil, nil
	}
	q := &Query{schema: s}
	for _, node := range doc.RootNodes {
		if node.Kind != ast.NodeKindOperationDefinition || !doc.OperationDefinitions[node.Ref].HasSelections {
			continue
		}
		var refs []int
		collect(doc, doc.OperationDefinitions[node.Ref].SelectionSet, &refs)
		if len(refs) == 0 {
			continue
		}
		text, err := astprinter.PrintString(doc)
		if err != nil {
			return nil, err
		}
		q.text = text
		for _, ref := range refs {
			root, err := q.selection(doc, ref, 0)
			if err != nil {
				return nil, err
			}
			replace(doc, ref, s.mark()+strconv.Itoa(len(q.roots))+"_")
			q.roots = append(q.roots, root)
		}
	}
	if len(q.roots) == 0 {
		return nil, nil
	}
	return q, nil
}

// collect finds the fields about the schema at the top of the operation.
func collect(doc *ast.Document, set int, refs *[]int) {
	for _, ref := range doc.SelectionSets[set].SelectionRefs {
		switch selected := doc.Selections[ref]; selected.Kind {
		case ast.SelectionKindField:
			if name := doc.FieldNameString(selected.Ref); name == "__schema" || name == "__type" {
				*refs = append(*refs, selected.Ref)
			}
		case ast.SelectionKindInlineFragment:
			if f := doc.InlineFragments[selected.Ref]; f.HasSelections {
				collect(doc, f.SelectionSet, refs)
			}
		}
	}
}

func replace(doc *ast.Document, ref int, prefix string) {
	field := &doc.Fields[ref]
	alias := doc.Input.AppendInputString(prefix + doc.FieldAliasOrNameString(ref))
	field.Alias.IsDefined, field.Alias.Name = true, alias
	field.Name = doc.Input.AppendInputBytes(literal.TYPENAME)
	field.HasArguments, field.Arguments.Refs = false, nil
	field.HasSelections, field.SelectionSet = false, ast.InvalidRef
}

// rounds are the fields that lead from types to types.
var rounds = map[string]bool{"fields": true, "interfaces": true, "possibleTypes": true, "inputFields": true}

func (q *Query) selection(doc *ast.Document, ref, depth int) (selection, error) {
	s := selection{key: doc.FieldAliasOrNameString(ref), name: doc.FieldNameString(ref)}
	if rounds[s.name] {
		if depth++; depth >= maxRounds {
			return s, ErrTooDeep
		}
	}
	for _, a := range doc.FieldArguments(ref) {
		if s.arguments == nil {
			s.arguments = map[string]argument{}
		}
		var said argument
		switch value := doc.ArgumentValue(a); value.Kind {
		case ast.ValueKindVariable:
			said.variable = doc.VariableValueNameString(value.Ref)
			q.variables = append(q.variables, said.variable)
		case ast.ValueKindString:
			said.text = doc.StringValueContentString(value.Ref)
		case ast.ValueKindBoolean:
			said.truth = bool(doc.BooleanValue(value.Ref))
		}
		s.arguments[doc.ArgumentNameString(a)] = said
	}
	if doc.Fields[ref].HasSelections {
		if err := q.inside(doc, doc.Fields[ref].SelectionSet, depth, &s.inside); err != nil {
			return s, err
		}
	}
	return s, nil
}

func (q *Query) inside(doc *ast.Document, set, depth int, into *[]selection) error {
	for _, ref := range doc.SelectionSets[set].SelectionRefs {
		switch selected := doc.Selections[ref]; selected.Kind {
		case ast.SelectionKindField:
			s, err := q.selection(doc, selected.Ref, depth)
			if err != nil {
				return err
			}
			*into = append(*into, s)
		case ast.SelectionKindInlineFragment: // all types here are objects, so it is always about this one
			if f := doc.InlineFragments[selected.Ref]; f.HasSelections {
				if err := q.inside(doc, f.SelectionSet, depth, into); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Complete gives the marks in a plan the keys of the answer, and values for Into to find.
func (q *Query) Complete(answer *resolve.Object) {
	if q == nil || answer == nil {
		return
	}
	for _, field := range answer.Fields {
		rest, ok := strings.CutPrefix(string(field.Name), q.schema.mark())
		if !ok {
			continue
		}
		number, key, ok := strings.Cut(rest, "_")
		if n, err := strconv.Atoi(number); !ok || err != nil || n >= len(q.roots) || q.roots[n].key != key {
			continue // it can't be
		}
		field.Name = []byte(key)
		field.Value = &resolve.StaticString{Path: []string{key}, Value: q.schema.token + number}
	}
}

// Into puts what is asked about the schema into an answer; variables are all of the operation.
func (q *Query) Into(body, variables []byte) []byte {
	if q == nil {
		return body
	}
	for i, value := range q.answers(variables) {
		body = bytes.Replace(body, []byte(`"`+q.schema.token+strconv.Itoa(i)+`"`), value, 1)
	}
	return body
}

// answers are those to the roots.
func (q *Query) answers(variables []byte) [][]byte {
	key := []byte(q.text)
	for _, name := range q.variables {
		value, kind, _, _ := jsonparser.Get(variables, name)
		key = append(append(append(key, 0), kind.String()...), value...)
	}
	if known, ok := q.schema.answers.Get(string(key)); ok {
		return known
	}
	var out [][]byte
	size := len(key)
	for i := range q.roots {
		w := writer{schema: q.schema, variables: variables}
		w.root(&q.roots[i])
		out = append(out, w.out)
		size += len(w.out)
	}
	q.schema.answers.Put(string(key), out, size)
	return out
}
