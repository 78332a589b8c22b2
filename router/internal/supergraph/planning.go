package supergraph

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"slices"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/datasource/graphql_datasource"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/plan"
)

// Access is how subgraphs are reached.
type Access struct {
	Fetches *http.Client
	Streams graphql_datasource.GraphQLSubscriptionClient
}

// Planning makes what the planner plans with.
type Planning struct {
	graph   *Supergraph
	sources []source
	fields  plan.FieldConfigurations
	more    []plan.DataSource
}

// source is a subgraph as the engine reaches it.
type source struct {
	subgraph *Subgraph
	factory  *graphql_datasource.Factory[graphql_datasource.Configuration]
	custom   graphql_datasource.Configuration
}

// Planning prepares the subgraphs; ctx ends the streams that are still open.
func (s *Supergraph) Planning(ctx context.Context, access Access) (*Planning, error) {
	p := &Planning{graph: s, fields: s.arguments()}
	for _, g := range s.Subgraphs {
		made, err := newSource(ctx, g, access)
		if err != nil {
			return nil, fmt.Errorf("subgraph %s: %w", g.Name, err)
		}
		p.sources = append(p.sources, made)
	}
	return p, nil
}

func newSource(ctx context.Context, g *Subgraph, access Access) (source, error) {
	sdl := g.upstream()
	schema, err := graphql_datasource.NewSchemaConfiguration(sdl, &graphql_datasource.FederationConfiguration{Enabled: true, ServiceSDL: sdl})
	if err != nil {
		return source{}, err
	}
	custom, err := graphql_datasource.NewConfiguration(graphql_datasource.ConfigurationInput{
		Fetch:               &graphql_datasource.FetchConfiguration{URL: g.URL, Method: http.MethodPost},
		Subscription:        &graphql_datasource.SubscriptionConfiguration{URL: g.URL, UseSSE: true, SSEMethodPost: true},
		SchemaConfiguration: schema,
	})
	if err != nil {
		return source{}, err
	}
	factory, err := graphql_datasource.NewFactory(ctx, access.Fetches, access.Streams)
	return source{g, factory, custom}, err
}

// Add adds data sources that are no subgraphs, and what there is to know of their fields.
func (p *Planning) Add(sources []plan.DataSource, fields plan.FieldConfigurations) {
	p.more = append(p.more, sources...)
	p.fields = append(p.fields, fields...)
}

// Configuration has a data source for each subgraph.
func (p *Planning) Configuration() (plan.Configuration, error) {
	var parts []part
	for _, s := range p.sources {
		parts = append(parts, part{s, s.subgraph.ID, p.graph.metadata(s.subgraph)})
	}
	return p.configuration(parts)
}

// Otherwise are configurations for operations that have a plan which the planner does not find with
// Configuration. Every plan that it finds with one of these is as right.
//
// It stumbles where a value type lies in several subgraphs and not all of them can go on: so there is one
// without each subgraph. And it asks a data source for all fields that it can give at a place, also where
// one of them has to wait for another by way of a second subgraph: so there is one in which each field that
// requires others has a data source of its own.
func (p *Planning) Otherwise() iter.Seq2[plan.Configuration, error] {
	return func(yield func(plan.Configuration, error) bool) {
		for i := range p.sources {
			if !yield(p.configuration(p.withoutSubgraph(i))) {
				return
			}
		}
		yield(p.configuration(p.apart()))
	}
}

// part is a data source: all of a subgraph or some.
type part struct {
	source
	id       string
	metadata *plan.DataSourceMetadata
}

func (p *Planning) configuration(parts []part) (plan.Configuration, error) {
	config := plan.Configuration{EnableMultiFetch: true, Fields: p.fields}
	for _, part := range parts {
		made, err := plan.NewDataSourceConfigurationWithName(part.id, part.subgraph.Name, part.factory, part.metadata, part.custom)
		if err != nil {
			return config, fmt.Errorf("subgraph %s: %w", part.subgraph.Name, err)
		}
		config.DataSources = append(config.DataSources, made)
	}
	config.DataSources = append(config.DataSources, p.more...)
	return config, nil
}

// withoutSubgraph also forgets external fields that nobody owns any more: with nobody to choose from, the
// planner would take such a field from where it is external.
func (p *Planning) withoutSubgraph(gone int) []part {
	var parts []part
	owned := map[plan.FieldCoordinate]bool{}
	for i, s := range p.sources {
		if i == gone {
			continue
		}
		m := p.graph.metadata(s.subgraph)
		for _, node := range slices.Concat(m.RootNodes, m.ChildNodes) {
			for _, f := range node.FieldNames {
				owned[plan.FieldCoordinate{TypeName: node.TypeName, FieldName: f}] = true
			}
		}
		parts = append(parts, part{s, s.subgraph.ID, m})
	}
	for _, part := range parts {
		for _, nodes := range []plan.TypeFields{part.metadata.RootNodes, part.metadata.ChildNodes} {
			for i := range nodes {
				nodes[i].ExternalFieldNames = slices.DeleteFunc(nodes[i].ExternalFieldNames, func(f string) bool {
					return !owned[plan.FieldCoordinate{TypeName: nodes[i].TypeName, FieldName: f}]
				})
			}
		}
	}
	return parts
}

// maxApart bounds the data sources that apart adds: planning time grows with them.
const maxApart = 64

// apart has each field that requires others in a data source of its own, which is the same subgraph under
// another ID.
func (p *Planning) apart() []part {
	var parts []part
	added := 0
	for _, s := range p.sources {
		whole := p.graph.metadata(s.subgraph)
		if added += len(whole.Requires); added > maxApart || len(whole.Requires) == 0 {
			parts = append(parts, part{s, s.subgraph.ID, whole})
			continue
		}
		parts = append(parts, part{s, s.subgraph.ID, withoutFields(whole, whole.Requires)})
		for i := range whole.Requires {
			others := slices.Delete(slices.Clone(whole.Requires), i, i+1)
			parts = append(parts, part{s, fmt.Sprintf("%s#%d", s.subgraph.ID, i), withoutFields(whole, others)})
		}
	}
	return parts
}

func withoutFields(whole *plan.DataSourceMetadata, fields plan.FederationFieldConfigurations) *plan.DataSourceMetadata {
	gone := func(typeName, fieldName string) bool {
		return slices.ContainsFunc(fields, func(f plan.FederationFieldConfiguration) bool {
			return f.TypeName == typeName && f.FieldName == fieldName
		})
	}
	some := &plan.DataSourceMetadata{FederationMetaData: whole.FederationMetaData, ChildNodes: whole.ChildNodes}
	for _, node := range whole.RootNodes {
		name := node.TypeName
		node.FieldNames = slices.DeleteFunc(slices.Clone(node.FieldNames), func(f string) bool { return gone(name, f) })
		some.RootNodes = append(some.RootNodes, node)
	}
	some.Keys = slices.Clone(whole.Keys) // Init parses them in place
	some.Requires = slices.DeleteFunc(slices.Clone(whole.Requires), func(f plan.FederationFieldConfiguration) bool {
		return gone(f.TypeName, f.FieldName)
	})
	return some
}
