package supergraph

import (
	"context"
	"fmt"
	"net/http"

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
		sdl := g.upstream()
		if sdl == "" {
			continue // it has nothing to ask for, which composers don't mind
		}
		made, err := newSource(ctx, g, sdl, access)
		if err != nil {
			return nil, fmt.Errorf("subgraph %s: %w", g.Name, err)
		}
		p.sources = append(p.sources, made)
	}
	return p, nil
}

func newSource(ctx context.Context, g *Subgraph, sdl string, access Access) (source, error) {
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
		parts = append(parts, part{source: s, id: s.subgraph.ID, metadata: p.graph.metadata(s.subgraph)})
	}
	return p.configuration(parts)
}

// part is a data source: all of a subgraph or some.
type part struct {
	source
	id       string
	metadata *plan.DataSourceMetadata
	flat     bool // fragments on abstract types become fragments on object types
}

func (p *Planning) configuration(parts []part) (plan.Configuration, error) {
	config := plan.Configuration{EnableMultiFetch: true, Fields: p.fields}
	for _, part := range parts {
		var factory plan.PlannerFactory[graphql_datasource.Configuration] = part.factory
		if part.flat {
			factory = flattening{part.factory}
		}
		made, err := plan.NewDataSourceConfigurationWithName(part.id, part.subgraph.Name, factory, part.metadata, part.custom)
		if err != nil {
			return config, fmt.Errorf("subgraph %s: %w", part.subgraph.Name, err)
		}
		config.DataSources = append(config.DataSources, made)
	}
	config.DataSources = append(config.DataSources, p.more...)
	return config, nil
}
