package compile

import (
	"errors"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/plan"
)

// errTooManyTypes is thrown through the planner, which knows no other way to stop.
var errTooManyTypes = errors.New("the planner takes too many abstract types apart")

// watched is a data source that stops the planner where the operation grows out of all proportion: it takes the
// selection of an abstract field apart by object types, and what is in it again, which multiplies with each level.
// The planner asks its data sources about all that it looks at.
type watched struct {
	plan.DataSource
	doc *ast.Document
	// most is how many fields the document may come to have.
	most int
}

// watch is the configuration for planning the document, which may grow by as many fields as there is room for.
func watch(config plan.Configuration, doc *ast.Document, room int) plan.Configuration {
	sources := make([]plan.DataSource, len(config.DataSources))
	for i, source := range config.DataSources {
		sources[i] = watched{source, doc, len(doc.Fields) + room}
	}
	config.DataSources = sources
	return config
}

func (w watched) look() {
	if len(w.doc.Fields) > w.most {
		panic(errTooManyTypes)
	}
}

func (w watched) HasRootNode(typeName, fieldName string) bool {
	w.look()
	return w.DataSource.HasRootNode(typeName, fieldName)
}

func (w watched) HasChildNode(typeName, fieldName string) bool {
	w.look()
	return w.DataSource.HasChildNode(typeName, fieldName)
}

func (w watched) HasRootNodeWithTypename(typeName string) bool {
	w.look()
	return w.DataSource.HasRootNodeWithTypename(typeName)
}
