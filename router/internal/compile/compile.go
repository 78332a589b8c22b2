// Package compile is the third stage: from the text of a query to a plan. It parses, normalises, validates
// and plans, and remembers what came out, so that an operation that was seen before costs a look-up.
package compile

import (
	"errors"
	"fmt"
	"hash/maphash"
	"iter"
	"log/slog"
	"runtime/debug"
	"strings"
	"sync/atomic"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/astnormalization"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/astparser"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/astprinter"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/plan"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/operationreport"

	"github.com/blooming-blooms/bloom/router/internal/accept"
	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/aside"
	"github.com/blooming-blooms/bloom/router/internal/authorize"
	"github.com/blooming-blooms/bloom/router/internal/execute/program"
	"github.com/blooming-blooms/bloom/router/internal/introspect"
	"github.com/blooming-blooms/bloom/router/internal/validate"
)

// Operation is a planned operation, shared by all requests for it.
type Operation struct {
	Kind ast.OperationType
	// ID is the same for the same plan.
	ID uint64
	// Name is the operation's, "" where it has none; Hash is that of its normalised text, the same in every
	// process.
	Name, Hash string
	// Response is set for queries and mutations, Subscription for subscriptions.
	Response     *resolve.GraphQLResponse
	Subscription *resolve.GraphQLSubscription
	// Deferred is set in place of Response for a query of which a part comes later.
	Deferred *resolve.GraphQLDeferResponse
	// Program runs Response without the engine; nil where only the engine can.
	Program *program.Program
	// Remap leads from the names of variables in the plan to those that the client uses.
	Remap map[string]string
	// Aside tells that the plan has other names for some of the client's aliases, which are in no answer's data,
	// but in its errors and paths until aside.Text takes them out.
	Aside bool

	// Deprecated are the fields that it asks for and that are, as Type.field.
	Deprecated []string
	// Restricted tells that not everybody may see all that it asks for. Denial is what was taken out of it, for
	// callers like the one that it was compiled for; nil is nothing.
	Restricted bool
	Denial     *Denial
	// About is what it asks about the schema, which stands in no plan; nil is nothing.
	About *introspect.Query

	variables *variables
	// last is what the last request's variables became: many ask for the same.
	last atomic.Pointer[bound]
}

// Executable is an operation with the variables of one request.
type Executable struct {
	*Operation
	// Remembered tells that its plan was there already.
	Remembered    bool
	VariablesHash uint64
	// Raw are the variables as JSON, literals of the query among them.
	Raw []byte
	// Bound are the variables as Program wants them.
	Bound program.Bound
	// Cost is how many fields the answer is estimated to have.
	Cost int64
	// Text is the query's as it was read: a parser of the engine's reads the client's own otherwise here and there.
	Text string
}

// Options say what operations are compiled against.
type Options struct {
	// Client is the schema that clients see, as SDL and parsed; Router the one that the planner reads.
	ClientSDL      string
	Client, Router *ast.Document
	Plan           plan.Configuration
	// Otherwise are plan configurations to try where Plan finds no plan, for an operation that asks for fields of
	// these names.
	Otherwise func(fields map[string]bool) iter.Seq2[plan.Configuration, error]
	// Subgraphs are what plans are checked against.
	Subgraphs Subgraphs
	// Install puts the router's own way to the subgraphs into a plan.
	Install func(*resolve.FetchTreeNode)
	// Rules say who may see what; nil lets everybody see everything.
	Rules *authorize.Rules
	// Schema answers what is asked about the schema.
	Schema *introspect.Schema
	Limits Limits
	Log    *slog.Logger
}

const (
	// rememberedQueries and rememberedPlans bound the caches. A query is remembered by its text, and plans
	// by the normalised text: many queries that differ only in their literals share one plan.
	rememberedQueries = 4096
	rememberedPlans   = 2048
	// maxRemembered is the longest query, in bytes, that is remembered.
	maxRemembered = 64 << 10
)

// Compiler compiles operations; it is for concurrent use.
type Compiler struct {
	Options
	queries *cache[*query]
	plans   *cache[*planned]
	seed    maphash.Seed
	names   aside.Names
	valid   *validate.Validator
	// failures are the operations without a plan, and searching has room for those who look for other plans.
	failures  failures
	searching chan struct{}
}

// New makes a compiler. It is an error where the schema is not one.
func New(o Options) (*Compiler, error) {
	valid, err := validate.New(o.ClientSDL, !o.Limits.NoIntrospection)
	if err != nil {
		return nil, fmt.Errorf("the schema that clients see: %w", err)
	}
	return &Compiler{
		Options:  o,
		queries:  newCache[*query](rememberedQueries),
		plans:    newCache[*planned](rememberedPlans),
		seed:     maphash.MakeSeed(),
		names:    aside.Of(o.Plan, typeMark),
		valid:    valid,
		failures: newFailures(), searching: make(chan struct{}, searches),
	}, nil
}

// Compile is the operation that the request asks for, as far as its caller may see it, ready to be executed.
func (c *Compiler) Compile(req *accept.Request, may authorize.Grants) (out Executable, refusal *answer.Refusal) {
	defer func() {
		if thrown := recover(); thrown != nil {
			c.Log.Error("compiling panicked", "panic", thrown, "stack", string(debug.Stack()))
			refusal = internal()
		}
	}()
	id := queryID{req.Query, req.OperationName}
	q := c.queries.get(id.key())
	if q == nil {
		parsed, refusal := c.parse(req)
		if refusal != nil {
			return out, refusal
		}
		q = parsed
		// It is remembered below, once it has proved to be valid.
	}
	values := sent{object: req.Variables}
	cost := q.cost.of(&values)
	if c.Limits.Cost > 0 && cost > int64(c.Limits.Cost) {
		return out, tooComplex("the query asks for too much; ask for shorter lists, or for less in each")
	}
	switches, refusal := q.switches(&values)
	if refusal != nil {
		return out, refusal
	}
	if q.defers && req.TakesParts {
		switches += inParts
	}
	denied := q.needs.Key(may)
	if denied != "" {
		switches += inPart + denied
	}
	op := q.variant(switches)
	remembered := op != nil
	if !remembered {
		if op, refusal = c.prepare(req, q, switches, denied); refusal != nil {
			return out, refusal
		}
		q.remember(switches, op, may)
		if len(req.Query) <= maxRemembered {
			c.queries.put(id.key(), q)
		}
	}
	out, refusal = c.bind(op, req.Variables)
	out.Remembered = remembered
	out.Cost, out.Text = cost, q.text
	return out, refusal
}

// planned is what a normalised operation became.
type planned struct {
	id           uint64
	hash         string
	response     *resolve.GraphQLResponse
	subscription *resolve.GraphQLSubscription
	deferred     *resolve.GraphQLDeferResponse
	program      *program.Program
	aside        bool
}

const (
	// inParts is added to the switches of a query whose deferred parts are sent later.
	inParts = "+"
	// inPart is added, with the key of its needs, to the switches of a query that the caller may see in part.
	inPart = "-"
)

// prepare normalises, validates and plans a query for one setting of its switches, and for callers with the key
// denied.
func (c *Compiler) prepare(req *accept.Request, q *query, switches, denied string) (*Operation, *answer.Refusal) {
	doc, refusal := c.document(q.text)
	if refusal != nil {
		return nil, refusal
	}
	name := nameOperation(doc, req.OperationName)
	doc.Input.Variables = q.settings(switches)
	inlineSpreads(doc, name)

	var report operationreport.Report
	options := []astnormalization.Option{
		astnormalization.WithRemoveNotMatchingOperationDefinitions(),
		astnormalization.WithRemoveFragmentDefinitions(),
		astnormalization.WithRemoveUnusedVariables(),
	}
	if strings.Contains(switches, inParts) {
		options = append(options, astnormalization.WithEnableDefer())
	}
	astnormalization.NewWithOpts(options...).NormalizeNamedOperation(doc, c.Client, []byte(name), &report)
	if report.HasErrors() {
		return nil, c.refuse("normalise", &report)
	}
	if refusal := checkSubscription(doc); refusal != nil {
		return nil, refusal
	}
	about, err := c.Schema.Take(doc)
	switch {
	case errors.Is(err, introspect.ErrTooDeep):
		return nil, tooComplex(err.Error())
	case err != nil:
		c.Log.Error("what is asked about the schema could not be prepared", "error", err)
		return nil, internal()
	}
	denial := denialOf(q.needs.Filter(doc, denied))
	declared, nulls := declaredVariables(doc), nullDefaults(doc)
	inside, err := markNested(doc)
	if errors.Is(err, errTooManyNested) {
		return nil, tooComplex("the query has too many variables in literals")
	}
	if err != nil {
		c.Log.Error("variables inside literals could not be marked", "error", err)
		return nil, internal()
	}
	astnormalization.NewVariablesNormalizer().NormalizeOperation(doc, c.Client, &report)
	if report.HasErrors() {
		return nil, c.refuse("normalise variables", &report)
	}
	vars, err := c.readVariables(doc, q.declared, declared, nulls, inside)
	if err != nil {
		c.Log.Error("variables could not be prepared", "error", err)
		return nil, internal()
	}
	remap := astnormalization.NewVariablesMapper().NormalizeOperation(doc, c.Client, &report)
	if report.HasErrors() {
		return nil, c.refuse("map variables", &report)
	}
	if refusal := c.narrow(doc, name); refusal != nil {
		return nil, refusal
	}
	p, refusal := c.plan(doc, name, denial, about)
	if refusal != nil {
		return nil, refusal
	}
	if name == anonymous {
		name = ""
	}
	return &Operation{
		Kind: q.kind, ID: p.id, Name: name, Hash: p.hash, Response: p.response, Subscription: p.subscription, Deferred: p.deferred, Program: p.program,
		Remap: remap, Aside: p.aside, Deprecated: q.deprecated, Restricted: q.needs != nil, Denial: denial.in(p), About: about, variables: vars,
	}, nil
}

// document parses the text. The planner changes what it is given, so each plan has a document of its own.
func (c *Compiler) document(text string) (*ast.Document, *answer.Refusal) {
	doc := ast.NewSmallDocument()
	doc.Input.ResetInputString(text)
	var report operationreport.Report
	astparser.NewParser().Parse(doc, &report)
	if report.HasErrors() {
		return nil, answer.Invalid(syntaxError(&report)...)
	}
	return doc, nil
}

// anonymous is what an operation without a name is called.
const anonymous = "Anonymous"

// nameOperation gives an anonymous operation a name, because the normaliser finds operations by name.
func nameOperation(doc *ast.Document, name string) string {
	if name != "" {
		return name
	}
	if name = doc.OperationDefinitionNameString(0); name == "" {
		name = anonymous
		doc.OperationDefinitions[0].Name = doc.Input.AppendInputString(name)
	}
	return name
}

// refuse turns a report into what the client may hear of it.
func (c *Compiler) refuse(step string, report *operationreport.Report) *answer.Refusal {
	if len(report.ExternalErrors) > 0 {
		return answer.Invalid(externalErrors(report)...)
	}
	c.Log.Error("compiling failed", "step", step, "error", report.Error())
	return internal()
}

func externalErrors(report *operationreport.Report) []answer.Error {
	all := report.ExternalErrors[:min(len(report.ExternalErrors), answer.MaxErrors)]
	out := make([]answer.Error, 0, len(all))
	for _, e := range all {
		shown := answer.New(answer.BadUserInput, answer.Short(e.Message))
		for _, l := range e.Locations {
			shown.Locations = append(shown.Locations, answer.Location{Line: l.Line, Column: l.Column})
		}
		out = append(out, shown)
	}
	return out
}

func syntaxError(report *operationreport.Report) []answer.Error {
	if out := externalErrors(report); len(out) > 0 {
		return out
	}
	return []answer.Error{answer.New(answer.BadUserInput, "the query is not valid GraphQL")}
}

func internal() *answer.Refusal {
	return &answer.Refusal{Status: 500, Errors: []answer.Error{answer.New(answer.Internal, "Something went wrong on our side. Please try again.")}}
}

func (c *Compiler) printed(doc *ast.Document) (string, error) {
	text, err := astprinter.PrintString(doc)
	if err != nil {
		return "", fmt.Errorf("print operation: %w", err)
	}
	return text, nil
}
