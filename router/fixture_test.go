package router

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// world is all data of a conformance case: types, then ids, then fields. A field's value may be a reference,
// "@Type:id". Subgraphs show parts of one world, so that the world itself, asked without any subgraphs, says
// what the router should have answered.
//
// A field may be written with arguments, `price(currency: "KRW")`, or for one subgraph alone, `media@b`.
type world map[string]map[string]any

// fixture executes a query against a world as the schema shows it.
type fixture struct {
	world  world
	schema *ast.Schema
	// graph is the subgraph's name; "" where the fixture is the whole world, without any rule of federation.
	graph string
	// kinds are the object types of each abstract type in the whole graph.
	kinds map[string][]string
}

// federation is what a subgraph's SDL may use without declaring it.
const federation = `
scalar _Any
scalar FieldSet
directive @key(fields: FieldSet!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE
directive @requires(fields: FieldSet!) on FIELD_DEFINITION
directive @provides(fields: FieldSet!) on FIELD_DEFINITION
directive @external on OBJECT | FIELD_DEFINITION
directive @extends on OBJECT | INTERFACE
directive @shareable repeatable on OBJECT | FIELD_DEFINITION
directive @override(from: String!) on FIELD_DEFINITION
directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION
directive @interfaceObject on OBJECT
directive @composeDirective(name: String!) repeatable on SCHEMA
directive @authenticated on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
directive @policy(policies: [[String!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
directive @link(url: String!, import: [String], as: String, for: String) repeatable on SCHEMA
`

// subgraphSchema reads a subgraph's SDL, adding what every subgraph has.
func subgraphSchema(t testing.TB, sdl string) *ast.Schema {
	t.Helper()
	doc, err := parser.ParseSchema(&ast.Source{Input: sdl})
	if err != nil {
		t.Fatalf("the subgraph's SDL: %v", err)
	}
	// Federation 1 extends types that are not there.
	for _, ext := range doc.Extensions {
		if doc.Definitions.ForName(ext.Name) == nil {
			doc.Definitions = append(doc.Definitions, ext)
		} else {
			def := doc.Definitions.ForName(ext.Name)
			def.Fields = append(def.Fields, ext.Fields...)
		}
	}
	doc.Extensions, doc.Schema, doc.SchemaExtension = nil, nil, nil
	query := doc.Definitions.ForName("Query")
	if query == nil {
		query = &ast.Definition{Kind: ast.Object, Name: "Query", Position: &ast.Position{Src: &ast.Source{}}}
		doc.Definitions = append(doc.Definitions, query)
	}
	var entities []string
	for _, def := range doc.Definitions {
		if def.Kind == ast.Object && def.Directives.ForName("key") != nil {
			entities = append(entities, def.Name)
		}
	}
	extra := federation + "type _Service { sdl: String }\n"
	if len(entities) > 0 {
		extra += "union _Entity = " + strings.Join(entities, " | ")
		field, err := parser.ParseSchema(&ast.Source{Input: "type Q { _entities(representations: [_Any!]!): [_Entity]! }"})
		if err != nil {
			t.Fatal(err)
		}
		query.Fields = append(query.Fields, field.Definitions[0].Fields...)
	} else {
		field, err := parser.ParseSchema(&ast.Source{Input: "type Q { _service: _Service }"})
		if err != nil {
			t.Fatal(err)
		}
		query.Fields = append(query.Fields, field.Definitions[0].Fields...)
	}
	more, err := parser.ParseSchema(&ast.Source{Input: extra})
	if err != nil {
		t.Fatal(err)
	}
	doc.Merge(more)
	prelude, err := parser.ParseSchema(validator.Prelude)
	if err != nil {
		t.Fatal(err)
	}
	prelude.Merge(doc)
	schema, err := validator.ValidateSchemaDocument(prelude)
	if err != nil {
		t.Fatalf("the subgraph's SDL: %v", err)
	}
	return schema
}

// asked is one request that a subgraph got.
type asked struct{ graph, query string }

// log is what subgraphs were asked.
type log struct {
	mu   sync.Mutex
	list []asked
}

func (l *log) add(a asked) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.list = append(l.list, a)
}

// take is what was asked since the last call, in one order.
func (l *log) take() []asked {
	l.mu.Lock()
	defer l.mu.Unlock()
	list := l.list
	l.list = nil
	slices.SortFunc(list, func(a, b asked) int {
		return strings.Compare(a.graph+" "+a.query, b.graph+" "+b.query)
	})
	return list
}

// serve answers as the subgraph.
func (f *fixture) serve(t *testing.T, asks *log) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var req struct {
			Query     string         `json:"query"`
			Variables map[string]any `json:"variables"`
		}
		switch err := json.NewDecoder(r.Body).Decode(&req); {
		case errors.Is(err, io.ErrUnexpectedEOF): // nobody waits for the answer any more
			panic(http.ErrAbortHandler)
		case err != nil:
			t.Errorf("%s was sent no JSON: %v", f.graph, err)
			return
		}
		asks.add(asked{f.graph, req.Query})
		w.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(w).Encode(f.execute(req.Query, req.Variables)); err != nil {
			t.Errorf("%s: %v", f.graph, err)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// execute answers a query as GraphQL says.
func (f *fixture) execute(query string, variables map[string]any) map[string]any {
	doc, errs := gqlparser.LoadQueryWithRules(f.schema, query, rules.NewDefaultRules())
	if len(errs) > 0 {
		return map[string]any{"errors": []any{map[string]any{"message": f.graph + " was asked wrongly: " + errs.Error() + "\n" + query}}}
	}
	op := doc.Operations[0]
	vars := map[string]any{}
	for _, d := range op.VariableDefinitions {
		if v, ok := variables[d.Variable]; ok {
			vars[d.Variable] = v
		} else if d.DefaultValue != nil {
			vars[d.Variable], _ = d.DefaultValue.Value(nil)
		}
	}
	root := f.schema.Query
	switch op.Operation {
	case ast.Mutation:
		root = f.schema.Mutation
	case ast.Subscription:
		root = f.schema.Subscription
	}
	e := &execution{fixture: f, vars: vars}
	object := map[string]any{"__typename": root.Name}
	for name, value := range f.world[root.Name] {
		object[name] = value
	}
	data, null := e.object(object, root, op.SelectionSet, scope{}, nil)
	out := map[string]any{"data": data}
	if null {
		out["data"] = nil
	}
	if len(e.errors) > 0 {
		out["errors"] = e.errors
	}
	return out
}

type execution struct {
	*fixture
	vars   map[string]any
	errors []any
}

// scope is what holds at a place of a subgraph's answer: what the router sent for the entity, and what the
// fields above provide.
type scope struct {
	representation map[string]any
	provided       ast.SelectionSet
}

func (e *execution) fail(path []any, format string, args ...any) {
	e.errors = append(e.errors, map[string]any{"message": fmt.Sprintf(format, args...), "path": slices.Clone(path)})
}

// object also tells whether a null that must not be made the object null.
func (e *execution) object(o map[string]any, static *ast.Definition, set ast.SelectionSet, s scope, path []any) (map[string]any, bool) {
	def := static
	if name, ok := o["__typename"].(string); ok && e.schema.Types[name] != nil {
		def = e.schema.Types[name]
	}
	out := map[string]any{}
	for _, f := range e.collect(def, set) {
		if f.Name == "__typename" {
			out[f.Alias] = def.Name
			continue
		}
		at := append(path, f.Alias)
		value, null := e.field(o, def, f, s, at)
		if null {
			return nil, true
		}
		out[f.Alias] = value
	}
	return out, false
}

// collect flattens fragments and merges fields with one name.
func (e *execution) collect(def *ast.Definition, set ast.SelectionSet) []*ast.Field {
	var out []*ast.Field
	add := func(f *ast.Field) {
		for _, known := range out {
			if known.Alias == f.Alias {
				known.SelectionSet = slices.Concat(known.SelectionSet, f.SelectionSet)
				return
			}
		}
		own := *f
		out = append(out, &own)
	}
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			if e.included(s.Directives) {
				add(s)
			}
		case *ast.InlineFragment:
			if e.included(s.Directives) && e.is(def, s.TypeCondition) {
				for _, f := range e.collect(def, s.SelectionSet) {
					add(f)
				}
			}
		case *ast.FragmentSpread:
			if e.included(s.Directives) && e.is(def, s.Definition.TypeCondition) {
				for _, f := range e.collect(def, s.Definition.SelectionSet) {
					add(f)
				}
			}
		}
	}
	return out
}

func (e *execution) included(directives ast.DirectiveList) bool {
	if d := directives.ForName("skip"); d != nil && d.ArgumentMap(e.vars)["if"] == true {
		return false
	}
	d := directives.ForName("include")
	return d == nil || d.ArgumentMap(e.vars)["if"] == true
}

func (e *execution) is(def *ast.Definition, condition string) bool {
	if condition == "" || condition == def.Name {
		return true
	}
	return slices.ContainsFunc(e.schema.PossibleTypes[condition], func(p *ast.Definition) bool { return p.Name == def.Name })
}

func (e *execution) field(o map[string]any, def *ast.Definition, f *ast.Field, s scope, path []any) (any, bool) {
	fd := def.Fields.ForName(f.Name)
	if f.Name == "_entities" {
		return e.entities(f, path), false
	}
	if why := e.forbidden(o, def, fd, s); why != "" {
		e.fail(path, "%s.%s: %s", def.Name, f.Name, why)
		return nil, fd.Type.NonNull
	}
	inner := scope{provided: nested(s.provided, f.Name)}
	if d := fd.Directives.ForName("provides"); d != nil && e.graph != "" {
		inner.provided = slices.Concat(inner.provided, fields(d))
	}
	value := e.deref(e.lookup(o, f, e.graph))
	return e.complete(value, fd.Type, f, inner, path)
}

// lookup finds the value of a field: with its arguments, for the subgraph, or as such.
func (e *execution) lookup(o map[string]any, f *ast.Field, graph string) any {
	name := f.Name
	if args := f.ArgumentMap(e.vars); len(args) > 0 {
		var parts []string
		for _, a := range f.Definition.Arguments {
			if v, ok := args[a.Name]; ok {
				raw, _ := json.Marshal(v)
				parts = append(parts, a.Name+": "+string(raw))
			}
		}
		withArgs := fmt.Sprintf("%s(%s)", name, strings.Join(parts, ", "))
		if v, ok := o[withArgs]; ok {
			return v
		}
	}
	if graph != "" {
		if v, ok := o[name+"@"+graph]; ok {
			return v
		}
	}
	return o[name]
}

func (e *execution) deref(v any) any {
	switch v := v.(type) {
	case string:
		if rest, ok := strings.CutPrefix(v, "@"); ok {
			kind, id, _ := strings.Cut(rest, ":")
			return e.world.entity(kind, id)
		}
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = e.deref(v[i])
		}
		return out
	}
	return v
}

func (w world) entity(kind, id string) any {
	o, ok := w[kind][id].(map[string]any)
	if !ok {
		return nil
	}
	o = maps.Clone(o) // several requests may be at it
	o["__typename"] = kind
	return o
}

// forbidden tells why a subgraph could not answer for the field.
func (e *execution) forbidden(o map[string]any, def *ast.Definition, fd *ast.FieldDefinition, s scope) string {
	if e.graph == "" {
		return ""
	}
	if d := fd.Directives.ForName("requires"); d != nil && !providesAll(s.provided, fields(d)) {
		if missing := e.lacks(s.representation, o, fields(d)); missing != "" {
			return "required but not sent: " + missing
		}
	}
	external := fd.Directives.ForName("external") != nil || def.Directives.ForName("external") != nil
	if external && !isKey(def, fd.Name) && !mentions(s.provided, fd.Name) {
		return "external, and not provided here"
	}
	return ""
}

// lacks compares what the router sent with what is true, and names what differs.
func (e *execution) lacks(sent map[string]any, o map[string]any, set ast.SelectionSet) string {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			got, ok := sent[s.Name]
			if !ok {
				return s.Name
			}
			args := *s
			args.Definition = argumentsAsWritten(s)
			truth := e.deref(e.lookup(o, &args, "")) // not what a subgraph still has of a field that it lost
			if len(s.SelectionSet) == 0 {
				if s.Name != "__typename" && !same(got, truth) {
					return fmt.Sprintf("%s (%v was sent, it is %v)", s.Name, got, truth)
				}
				continue
			}
			if missing := e.lacksAll(got, truth, s.SelectionSet); missing != "" {
				return s.Name + "." + missing
			}
		case *ast.InlineFragment:
			if o["__typename"] == s.TypeCondition || slices.Contains(e.kinds[s.TypeCondition], fmt.Sprint(o["__typename"])) {
				if missing := e.lacks(sent, o, s.SelectionSet); missing != "" {
					return missing
				}
			}
		}
	}
	return ""
}

func (e *execution) lacksAll(got, truth any, set ast.SelectionSet) string {
	switch truth := truth.(type) {
	case []any:
		list, ok := got.([]any)
		if !ok || len(list) != len(truth) {
			return "length"
		}
		for i := range truth {
			if missing := e.lacksAll(list[i], truth[i], set); missing != "" {
				return missing
			}
		}
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok {
			return "object"
		}
		return e.lacks(object, truth, set)
	}
	return ""
}

func (e *execution) complete(value any, typ *ast.Type, f *ast.Field, s scope, path []any) (any, bool) {
	if value == nil {
		if typ.NonNull {
			e.fail(path, "null at %v", path)
		}
		return nil, typ.NonNull
	}
	if typ.Elem != nil {
		list, ok := value.([]any)
		if !ok {
			e.fail(path, "not a list")
			return nil, typ.NonNull
		}
		out := make([]any, len(list))
		for i, item := range list {
			v, null := e.complete(item, typ.Elem, f, s, append(path, i))
			if null {
				return nil, typ.NonNull
			}
			out[i] = v
		}
		return out, false
	}
	if o, ok := value.(map[string]any); ok && len(f.SelectionSet) > 0 {
		out, null := e.object(o, e.schema.Types[typ.Name()], f.SelectionSet, s, path)
		if null {
			return nil, typ.NonNull
		}
		return out, false
	}
	if def := e.schema.Types[typ.Name()]; def.Kind == ast.Enum && def.EnumValues.ForName(fmt.Sprint(value)) == nil {
		if e.graph != "" || typ.NonNull {
			e.fail(path, "%v is not a %s", value, def.Name)
		}
		return nil, typ.NonNull // as @inaccessible wants it, without an error
	}
	return value, false
}

// entities looks up what the router asks for by key.
func (e *execution) entities(f *ast.Field, path []any) any {
	list, _ := f.ArgumentMap(e.vars)["representations"].([]any)
	out := make([]any, len(list))
	for i, r := range list {
		representation, _ := r.(map[string]any)
		name, _ := representation["__typename"].(string)
		def := e.schema.Types[name]
		if def == nil || def.Directives.ForName("key") == nil {
			e.fail(append(path, i), "%s is no entity of %s", name, e.graph)
			continue
		}
		o := e.find(def, representation)
		if o == nil {
			continue
		}
		value, null := e.object(withType(o, name, e.schema), def, f.SelectionSet, scope{representation: representation}, append(path, i))
		if !null {
			out[i] = value
		}
	}
	return out
}

// withType lets an interface object answer under the name of the interface.
func withType(o map[string]any, name string, schema *ast.Schema) map[string]any {
	if schema.Types[name].Directives.ForName("interfaceObject") == nil {
		return o
	}
	own := map[string]any{}
	for k, v := range o {
		own[k] = v
	}
	own["__typename"] = name
	return own
}

// find is the entity by whichever resolvable key was sent.
func (e *execution) find(def *ast.Definition, representation map[string]any) map[string]any {
	for _, d := range def.Directives.ForNames("key") {
		if r := d.Arguments.ForName("resolvable"); r != nil && r.Value.Raw == "false" {
			continue
		}
		for _, kind := range append([]string{def.Name}, e.kinds[def.Name]...) {
			for id := range e.world[kind] {
				o, ok := e.world.entity(kind, id).(map[string]any)
				if ok && e.lacks(representation, o, fields(d)) == "" {
					return o
				}
			}
		}
	}
	return nil
}

func fields(d *ast.Directive) ast.SelectionSet {
	doc, err := parser.ParseQuery(&ast.Source{Input: "{" + d.Arguments.ForName("fields").Value.Raw + "}"})
	if err != nil {
		panic(err) // a mistake in the case
	}
	return doc.Operations[0].SelectionSet
}

func nested(set ast.SelectionSet, name string) ast.SelectionSet {
	var out ast.SelectionSet
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			if s.Name == name {
				out = append(out, s.SelectionSet...)
			}
		case *ast.InlineFragment:
			out = append(out, nested(s.SelectionSet, name)...)
		}
	}
	return out
}

func mentions(set ast.SelectionSet, name string) bool {
	return slices.ContainsFunc(set, func(s ast.Selection) bool {
		switch s := s.(type) {
		case *ast.Field:
			return s.Name == name
		case *ast.InlineFragment:
			return mentions(s.SelectionSet, name)
		}
		return false
	})
}

// providesAll tells whether the fields above provide what a field requires, so that it need not be sent.
func providesAll(provided, required ast.SelectionSet) bool {
	return !slices.ContainsFunc(required, func(s ast.Selection) bool {
		f, ok := s.(*ast.Field)
		return !ok || len(f.SelectionSet) > 0 || !mentions(provided, f.Name)
	})
}

func isKey(def *ast.Definition, name string) bool {
	return slices.ContainsFunc(def.Directives.ForNames("key"), func(d *ast.Directive) bool { return mentions(fields(d), name) })
}

func argumentsAsWritten(f *ast.Field) *ast.FieldDefinition {
	def := &ast.FieldDefinition{Name: f.Name}
	for _, a := range f.Arguments {
		def.Arguments = append(def.Arguments, &ast.ArgumentDefinition{Name: a.Name, Type: ast.NamedType("String", nil)})
	}
	return def
}

func same(a, b any) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}
