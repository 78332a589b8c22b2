package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// subgraph answers any query on its schema from the fixed data. The data never changes, so each question
// is worked out once: what is measured is the router.
type subgraph struct {
	name    string
	data    *data
	answers sync.Map // body of a request to the whole response
	asked   atomic.Int64
}

// serve answers on the listener until it is closed.
func (s *subgraph) serve(l net.Listener) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		go s.talk(conn)
	}
}

func (s *subgraph) talk(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReaderSize(conn, 16<<10)
	var body bytes.Buffer
	for {
		request, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		body.Reset()
		if _, err := body.ReadFrom(request.Body); err != nil {
			return
		}
		s.asked.Add(1)
		response, ok := s.answers.Load(body.String())
		if !ok {
			response = s.respond(body.Bytes())
			s.answers.Store(body.String(), response)
		}
		if _, err := conn.Write(response.([]byte)); err != nil {
			return
		}
	}
}

func (s *subgraph) respond(body []byte) []byte {
	answer, err := s.answer(body)
	if err != nil {
		answer, _ = json.Marshal(map[string]any{"errors": []any{map[string]any{"message": err.Error()}}})
	}
	head := "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + strconv.Itoa(len(answer)) + "\r\n\r\n"
	return append([]byte(head), answer...)
}

func (s *subgraph) answer(body []byte) ([]byte, error) {
	var request struct {
		Query     string
		Variables map[string]any
	}
	if err := json.Unmarshal(body, &request); err != nil {
		return nil, err
	}
	doc, err := parser.ParseQuery(&ast.Source{Input: request.Query})
	if err != nil {
		return nil, err
	}
	if len(doc.Operations) != 1 {
		return nil, fmt.Errorf("%d operations", len(doc.Operations))
	}
	q := question{subgraph: s, doc: doc, variables: request.Variables}
	var out bytes.Buffer
	out.WriteString(`{"data":`)
	if err := q.object(&out, object{"__typename": "Query"}, doc.Operations[0].SelectionSet, true); err != nil {
		return nil, err
	}
	out.WriteString("}")
	return out.Bytes(), nil
}

type question struct {
	*subgraph
	doc       *ast.QueryDocument
	variables map[string]any
}

// fields are those of the selection that apply to the type, each under its name in the answer.
func (q *question) fields(typeName string, selection ast.SelectionSet, into map[string][]*ast.Field, order *[]string) error {
	for _, each := range selection {
		switch each := each.(type) {
		case *ast.Field:
			if q.left(each.Directives) {
				continue
			}
			if into[each.Alias] == nil {
				*order = append(*order, each.Alias)
			}
			into[each.Alias] = append(into[each.Alias], each)
		case *ast.InlineFragment:
			if (each.TypeCondition == "" || each.TypeCondition == typeName) && !q.left(each.Directives) {
				if err := q.fields(typeName, each.SelectionSet, into, order); err != nil {
					return err
				}
			}
		case *ast.FragmentSpread:
			f := q.doc.Fragments.ForName(each.Name)
			if f == nil {
				return fmt.Errorf("no fragment %s", each.Name)
			}
			if f.TypeCondition == typeName && !q.left(each.Directives) {
				if err := q.fields(typeName, f.SelectionSet, into, order); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// left tells whether @skip or @include leaves it out.
func (q *question) left(directives ast.DirectiveList) bool {
	for _, d := range directives {
		if a := d.Arguments.ForName("if"); a != nil {
			value, err := a.Value.Value(q.variables)
			if yes, _ := value.(bool); err == nil && yes == (d.Name == "skip") {
				return true
			}
		}
	}
	return false
}

func (q *question) object(out *bytes.Buffer, o object, selection ast.SelectionSet, root bool) error {
	fields, order := map[string][]*ast.Field{}, []string(nil)
	if err := q.fields(asText(o["__typename"]), selection, fields, &order); err != nil {
		return err
	}
	out.WriteByte('{')
	for i, name := range order {
		if i > 0 {
			out.WriteByte(',')
		}
		same := fields[name]
		var below ast.SelectionSet
		for _, f := range same {
			below = append(below, f.SelectionSet...)
		}
		value, known := o[same[0].Name]
		if root && !known {
			var err error
			if value, err = q.root(same[0]); err != nil {
				return err
			}
		} else if !known {
			return fmt.Errorf("%s has no %v.%s", q.name, o["__typename"], same[0].Name)
		}
		out.WriteString(strconv.Quote(name) + ":")
		if err := q.value(out, value, below); err != nil {
			return err
		}
	}
	out.WriteByte('}')
	return nil
}

func (q *question) root(f *ast.Field) (any, error) {
	arguments := map[string]any{}
	for _, a := range f.Arguments {
		value, err := a.Value.Value(q.variables)
		if err != nil {
			return nil, err
		}
		if n, ok := value.(int64); ok {
			value = float64(n)
		}
		arguments[a.Name] = value
	}
	if f.Name != "_entities" {
		return q.data.root(f.Name, arguments), nil
	}
	representations, _ := arguments["representations"].([]any)
	return list(representations, func(each any) any {
		representation, _ := each.(map[string]any)
		return q.data.entity(q.name, representation)
	}), nil
}

func (q *question) value(out *bytes.Buffer, value any, below ast.SelectionSet) error {
	switch value := value.(type) {
	case func() any:
		return q.value(out, value(), below)
	case object:
		return q.object(out, value, below, false)
	case []any:
		out.WriteByte('[')
		for i, each := range value {
			if i > 0 {
				out.WriteByte(',')
			}
			if err := q.value(out, each, below); err != nil {
				return err
			}
		}
		out.WriteByte(']')
		return nil
	}
	text, err := json.Marshal(value)
	_, _ = out.Write(text)
	return err
}
