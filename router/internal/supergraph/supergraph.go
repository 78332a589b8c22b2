// Package supergraph turns a supergraph SDL, composed by anybody's composer, into what the engine plans
// with: a data source for each subgraph, and two schemas, one for clients and one for the planner.
package supergraph

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/blooming-blooms/bloom/router/internal/authorize"
)

// Supergraph is a loaded supergraph.
type Supergraph struct {
	Subgraphs []*Subgraph
	doc       *ast.SchemaDocument
	types     map[string]*ast.Definition
	// implementers are the object types of each interface.
	implementers map[string][]string
	// Rules say who may see what; nil lets everybody see everything.
	Rules *authorize.Rules
}

// Subgraph is one of the services that the supergraph was composed of.
type Subgraph struct {
	// ID is its value in the enum join__Graph; Name is what its owners call it.
	ID, Name string
	// URL is where it answers GraphQL over HTTP.
	URL   string
	types map[string]*member
	order []string
}

// member is a type as one subgraph knows it.
type member struct {
	def             *ast.Definition
	keys            []key
	extension       bool // a Federation 1 `extend type`
	interfaceObject bool
	fields          []*field
	interfaces      []string
	unionMembers    []string
	enumValues      []string
}

type key struct {
	fields     fieldSet
	resolvable bool
}

// field is a field as one subgraph knows it.
type field struct {
	def                *ast.FieldDefinition
	typ                *ast.Type
	external           bool
	overridden         bool // and only there still because keys and others' requirements name it
	requires, provides string
}

func (m *member) field(name string) *field {
	for _, f := range m.fields {
		if f.def.Name == name {
			return f
		}
	}
	return nil
}

// Load reads a supergraph SDL. urls override the address of a subgraph, by its name or its ID, in any
// case. It refuses what is no supergraph, and what asks for a feature of Federation that the engine does
// not have, rather than answering such a graph wrongly.
func Load(sdl string, urls map[string]string) (*Supergraph, error) {
	doc, err := parser.ParseSchema(&ast.Source{Name: "supergraph", Input: sdl})
	if err != nil {
		return nil, fmt.Errorf("the supergraph is not valid GraphQL: %w", err)
	}
	withoutLinked(doc)
	s := &Supergraph{doc: doc, types: map[string]*ast.Definition{}, implementers: map[string][]string{}}
	for _, def := range doc.Definitions {
		s.types[def.Name] = def
	}
	if err := s.refuseUnknownFeatures(); err != nil {
		return nil, err
	}
	for _, def := range doc.Definitions {
		if def.Kind == ast.Object {
			for _, name := range def.Interfaces {
				s.implementers[name] = append(s.implementers[name], def.Name)
			}
		}
	}
	if err := s.readSubgraphs(urls); err != nil {
		return nil, err
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	s.widenFieldTypes()
	if s.Rules, err = authorize.Read(doc); err != nil {
		return nil, fmt.Errorf("who may see what: %w", err)
	}
	for _, g := range s.Subgraphs {
		if err := s.readTypes(g); err != nil {
			return nil, fmt.Errorf("subgraph %s: %w", g.Name, err)
		}
	}
	return s, nil
}

func (s *Supergraph) readSubgraphs(urls map[string]string) error {
	graphs := s.types["join__Graph"]
	if graphs == nil || graphs.Kind != ast.Enum || len(graphs.EnumValues) == 0 {
		return errors.New("not a supergraph: there is no enum join__Graph")
	}
	override := map[string]string{}
	for name, url := range urls {
		override[envName(name)] = url
	}
	for _, v := range graphs.EnumValues {
		d := v.Directives.ForName("join__graph")
		if d == nil {
			return fmt.Errorf("not a supergraph: %s of join__Graph has no @join__graph", v.Name)
		}
		g := &Subgraph{ID: v.Name, Name: text(d, "name"), URL: text(d, "url"), types: map[string]*member{}}
		if g.Name == "" {
			g.Name = g.ID
		}
		if url := override[envName(g.ID)]; url != "" {
			g.URL = url
		}
		if url := override[envName(g.Name)]; url != "" {
			g.URL = url
		}
		if !strings.HasPrefix(g.URL, "http://") && !strings.HasPrefix(g.URL, "https://") {
			return fmt.Errorf("subgraph %s has no http URL (it has %q): set SUBGRAPH_URL_%s", g.Name, g.URL, envName(g.Name))
		}
		s.Subgraphs = append(s.Subgraphs, g)
	}
	return nil
}

// Called tells whether an operator means this subgraph: by its name or its ID, in any case, with other signs
// than letters and digits as "_".
func (g *Subgraph) Called(name string) bool {
	name = envName(name)
	return name == envName(g.Name) || name == envName(g.ID)
}

// envName is a subgraph's name as it stands in the name of an environment variable.
func envName(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			return r
		}
		return '_'
	}, name)
}

// refuseUnknownFeatures keeps a graph out that would be answered wrongly, or less safely than it asks for.
func (s *Supergraph) refuseUnknownFeatures() error {
	known := []string{"link", "core", "join", "tag", "inaccessible", "cost", "listSize", "federation", "authenticated", "requiresScopes", "policy"}
	var links ast.DirectiveList
	for _, def := range slices.Concat(s.doc.Schema, s.doc.SchemaExtension) {
		links = append(links, def.Directives...)
	}
	for _, d := range links {
		if d.Name != "link" && d.Name != "core" {
			continue
		}
		url := text(d, "url")
		if url == "" {
			url = text(d, "feature")
		}
		name, version := spec(url)
		if name == "join" && version == "v0.1" {
			return errors.New("the supergraph is of join v0.1 (Federation 1): compose it with Federation 2")
		}
		if name == "join" && !slices.Contains([]string{"v0.2", "v0.3", "v0.4", "v0.5"}, version) {
			return fmt.Errorf("the supergraph is of join %s, and this router reads v0.2 to v0.5", version)
		}
		if d.Arguments.ForName("for") != nil && !slices.Contains(known, name) {
			return fmt.Errorf("the supergraph asks for %s, which this router does not have", url)
		}
	}
	for _, def := range s.doc.Definitions {
		if err := refuse(def.Name, def.Directives); err != nil {
			return err
		}
		for _, f := range def.Fields {
			if err := refuse(def.Name+"."+f.Name, f.Directives); err != nil {
				return err
			}
			for _, a := range f.Arguments {
				if err := refuse(def.Name+"."+f.Name, a.Directives); err != nil {
					return err
				}
			}
		}
	}
	return refuse("schema", links)
}

func refuse(where string, directives ast.DirectiveList) error {
	for _, d := range directives {
		switch {
		case d.Name == "join__field" && d.Arguments.ForName("contextArguments") != nil,
			d.Name == "context", d.Name == "context__fromContext":
			return fmt.Errorf("%s uses @context, which this router does not have", where)
		case d.Name == "join__field" && text(d, "overrideLabel") != "":
			return fmt.Errorf("%s uses a progressive @override, which this router does not have", where)
		case d.Name == "join__directive" && (text(d, "name") == "connect" || text(d, "name") == "source"):
			return fmt.Errorf("%s uses a connector, which this router does not have", where)
		}
	}
	return nil
}

// spec is the name and version in a feature's URL: https://specs.apollo.dev/join/v0.3.
func spec(url string) (name, version string) {
	parts := strings.Split(strings.TrimRight(url, "/"), "/")
	if len(parts) < 2 {
		return url, ""
	}
	return parts[len(parts)-2], parts[len(parts)-1]
}

// text is a string, enum or type-like argument; "" where it is absent or null.
func text(d *ast.Directive, name string) string {
	a := d.Arguments.ForName(name)
	if a == nil || a.Value == nil || a.Value.Kind == ast.NullValue {
		return ""
	}
	return a.Value.Raw
}

func truth(d *ast.Directive, name string) bool { return text(d, name) == "true" }
