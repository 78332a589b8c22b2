package compile

import (
	"fmt"
	"strings"
	"sync"

	"github.com/buger/jsonparser"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"

	"github.com/blooming-blooms/bloom/router/internal/accept"
	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/authorize"
	"github.com/blooming-blooms/bloom/router/internal/validate"
)

// maxVariants bounds what one query may keep: each switch doubles the settings that it can have.
const maxVariants = 64

type queryID struct{ text, operation string }

func (id queryID) key() string {
	if id.operation == "" {
		return id.text // no copy for what is asked most
	}
	return id.operation + "\x00" + id.text
}

// query is what is known of a query's text before its variables are. A variable in @skip or @include is a
// switch: it changes the shape of the operation, so there is a variant for each setting of the switches.
type query struct {
	// text is the query's, as validate.Respell leaves it.
	text string
	// declared are the variables of its operation.
	declared    []validate.Variable
	kind        ast.OperationType
	conditional []conditional
	cost        cost
	deprecated  []string
	// defers tells whether a part may come later.
	defers bool
	// needs are what its callers have to be granted to see all of it.
	needs *authorize.Needs

	mu       sync.RWMutex
	variants map[string]*Operation
	// callers are, for each of the variants, what one may do for whom it was made.
	callers map[string]authorize.Grants
}

type conditional struct {
	name     string
	fallback string // "true", "false", or "" without a default
	nullable bool
}

// parse reads the text and holds it against the limits.
func (c *Compiler) parse(req *accept.Request) (*query, *answer.Refusal) {
	if refusal := c.Limits.checkText(req.Query); refusal != nil {
		return nil, refusal
	}
	text, refusal := validate.Respell(req.Query)
	if refusal != nil {
		return nil, refusal
	}
	doc, refusal := c.document(text)
	if refusal != nil {
		if clearer := validate.Syntax(text); clearer != nil {
			refusal = clearer
		}
		return nil, refusal
	}
	operation := -1
	for i := range doc.OperationDefinitions {
		switch {
		case req.OperationName == "" && operation >= 0:
			return nil, answer.Invalid(answer.New(answer.BadUserInput, "operationName is required: the query has several operations"))
		case req.OperationName == "" || doc.OperationDefinitionNameString(i) == req.OperationName:
			operation = i
		}
	}
	switch {
	case len(doc.OperationDefinitions) == 0:
		return nil, answer.Invalid(answer.New(answer.BadUserInput, "the query has no operation"))
	case operation < 0:
		return nil, answer.Invalid(answer.New(answer.BadUserInput, "the query has no operation of that operationName"))
	}
	if refusal := c.Limits.checkDocument(doc, operation); refusal != nil {
		return nil, refusal
	}
	declared, refusal := c.valid.Check(text, req.OperationName)
	if refusal != nil {
		return nil, refusal
	}
	if refusal := c.checkOverlaps(doc, operation); refusal != nil {
		return nil, refusal
	}
	q := &query{
		text:        text,
		declared:    declared,
		kind:        doc.OperationDefinitions[operation].OperationType,
		conditional: conditionals(doc, operation),
		defers:      doc.OperationDefinitions[operation].OperationType == ast.OperationTypeQuery && hasDirective(doc, "defer"),
		needs:       c.Rules.Of(doc, operation),
		variants:    map[string]*Operation{},
		callers:     map[string]authorize.Grants{},
	}
	if op := doc.OperationDefinitions[operation]; op.HasSelections {
		p := pricing{doc: doc, schema: c.Client, operation: operation}
		q.cost = p.selection(op.SelectionSet, c.rootType(op.OperationType), sizing{number: listSize})
		q.deprecated = p.deprecated
	}
	return q, nil
}

func (c *Compiler) rootType(kind ast.OperationType) string {
	switch kind {
	case ast.OperationTypeMutation:
		return c.Client.Index.MutationTypeName.String()
	case ast.OperationTypeSubscription:
		return c.Client.Index.SubscriptionTypeName.String()
	}
	return c.Client.Index.QueryTypeName.String()
}

// conditionals are the variables in @skip and @include that the operation declares.
func conditionals(doc *ast.Document, operation int) []conditional {
	var found []conditional
	seen := map[string]bool{}
	for i := range doc.Directives {
		directive := doc.DirectiveNameString(i)
		if directive != "skip" && directive != "include" && directive != "defer" {
			continue
		}
		for _, ref := range doc.Directives[i].Arguments.Refs {
			value := doc.ArgumentValue(ref)
			if value.Kind != ast.ValueKindVariable {
				continue
			}
			name := doc.VariableValueNameString(value.Ref)
			definition, ok := doc.VariableDefinitionByNameAndOperation(operation, []byte(name))
			if !ok || seen[name] {
				continue // one that is not declared is left to validation
			}
			seen[name] = true
			c := conditional{name: name, nullable: !doc.TypeIsNonNull(doc.VariableDefinitions[definition].Type)}
			if doc.VariableDefinitionHasDefaultValue(definition) {
				if v := doc.VariableDefinitionDefaultValue(definition); v.Kind == ast.ValueKindBoolean {
					c.fallback = fmt.Sprint(bool(doc.BooleanValue(v.Ref)))
				}
			}
			if directive == "defer" && c.fallback == "" && c.nullable {
				c.fallback = "true" // the directive's own
			}
			found = append(found, c)
		}
	}
	return found
}

func hasDirective(doc *ast.Document, name string) bool {
	for i := range doc.Directives {
		if doc.DirectiveNameString(i) == name {
			return true
		}
	}
	return false
}

// switches is the setting of the query's switches in one request: a letter for each.
func (q *query) switches(variables *sent) (string, *answer.Refusal) {
	if len(q.conditional) == 0 {
		return "", nil
	}
	setting := make([]byte, len(q.conditional))
	for i, c := range q.conditional {
		raw, kind, ok := variables.get(c.name)
		switch {
		case !ok && c.fallback != "":
			setting[i] = c.fallback[0]
		case ok && kind == jsonparser.Boolean:
			setting[i] = raw[0]
		case !ok:
			return "", answer.Invalid(answer.New(answer.BadUserInput, fmt.Sprintf(`Variable "$%s" of required type "Boolean!" was not provided.`, c.name)))
		default:
			return "", answer.Invalid(answer.New(answer.BadUserInput, fmt.Sprintf(`Variable "$%s" got invalid value; it should be true or false.`, c.name)))
		}
	}
	return string(setting), nil
}

// settings are the switches as JSON.
func (q *query) settings(switches string) []byte {
	var b strings.Builder
	b.WriteByte('{')
	for i, c := range q.conditional {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "%q:%t", c.name, switches[i] == 't')
	}
	b.WriteByte('}')
	return []byte(b.String())
}

func (q *query) variant(switches string) *Operation {
	q.mu.RLock()
	defer q.mu.RUnlock()
	return q.variants[switches]
}

func (q *query) remember(switches string, op *Operation, may authorize.Grants) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.variants) < maxVariants {
		q.variants[switches] = op
		if q.needs != nil {
			q.callers[switches] = may
		}
	}
}
