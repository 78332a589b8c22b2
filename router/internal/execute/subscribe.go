package execute

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"runtime/debug"
	"sync"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"

	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/caller"
	"github.com/blooming-blooms/bloom/router/internal/compile"
	"github.com/blooming-blooms/bloom/router/internal/fetch"
)

// subscription is one that runs. For the engine each of its events is a subscription of its own, of one
// event: what the engine keeps of one that is open is much more than what is kept here, and most say nothing
// most of the time.
type subscription struct {
	executor *Executor
	ctx      context.Context
	request  *http.Request
	op       compile.Executable
	who      *caller.Caller
	headers  *headers

	// The engine writes to the subscription, one event at a time.
	resolve.SubscriptionResponseWriter
	over func() // the last word was said; may be nil

	mu   sync.Mutex // held while an event is on its way
	left bool       // nothing more is written
}

// Begin runs a subscription in the background, until it says Complete or Error to out, or ctx ends.
func (e *Executor) Begin(ctx context.Context, r *http.Request, op compile.Executable, who *caller.Caller, out resolve.SubscriptionResponseWriter) error {
	return new(subscription).begin(ctx, e, r, op, who, out, nil)
}

// Subscribe runs a subscription until it says Complete or Error to out, or ctx ends. It blocks.
func (e *Executor) Subscribe(ctx context.Context, r *http.Request, op compile.Executable, who *caller.Caller, out resolve.SubscriptionResponseWriter) error {
	ctx, leave := context.WithCancel(ctx)
	defer leave()
	var s subscription
	if err := s.begin(ctx, e, r, op, who, out, leave); err != nil {
		return err
	}
	<-ctx.Done()
	s.mu.Lock() // out is not written to any more once this returns
	defer s.mu.Unlock()
	s.left = true
	return nil
}

// begin asks the engine what the subgraph is to be asked, and asks it.
func (s *subscription) begin(ctx context.Context, e *Executor, r *http.Request, op compile.Executable, who *caller.Caller, out resolve.SubscriptionResponseWriter, over func()) error {
	if who.IsGuest() {
		ctx = fetch.Public(ctx)
	}
	s.executor, s.ctx, s.request, s.op, s.who, s.headers = e, ctx, r, op, who, e.headers(r, who)
	s.SubscriptionResponseWriter, s.over = saying(op, out), over
	source := op.Subscription.Trigger.Source
	first := opening{source, make(chan asking, 1)}
	asked := *op.Subscription
	asked.Trigger.Source = first
	c := e.context(ctx, r, op, who)
	// What subgraphs are sent is signed for here; the key makes it a subscription of its own.
	c.SubgraphHeadersBuilder = &keyed{headers: s.headers, key: e.streams.Add(1), ready: true}
	if err := e.resolver.ResolveGraphQLSubscription(c, &asked, s); err != nil {
		return fmt.Errorf("subscribe: %w", err)
	}
	var asks asking
	select {
	case asks = <-first.asks:
	default:
		return nil // it was refused, and the client was told, or the client has left
	}
	upstream := resolve.NewContext(ctx)
	upstream.SubgraphHeadersBuilder = s.headers
	if err := source.Start(upstream, asks.headers, asks.input, s); err != nil {
		return fmt.Errorf("subscribe: %w", err)
	}
	return nil
}

// Update implements resolve.SubscriptionUpdater: the event is on its way when it returns.
func (s *subscription) Update(data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.left || s.ctx.Err() != nil {
		return
	}
	defer func() {
		if thrown := recover(); thrown != nil { // it is no handler's goroutine: nobody else would
			s.executor.log.ErrorContext(s.ctx, "an event panicked", "panic", thrown, "stack", string(debug.Stack()))
			s.Error((&answer.Refusal{Errors: []answer.Error{answer.Fault(s.request, answer.Internal)}}).Body())
		}
	}()
	if tree := s.op.Subscription.Response.Fetches; tree == nil || tree.Item == nil && len(tree.ChildNodes) == 0 {
		s.plain(data)
		return
	}
	asked := *s.op.Subscription
	asked.Trigger.Source = &event{SubscriptionDataSource: asked.Trigger.Source, data: data}
	asked.Trigger.InputTemplate = resolve.InputTemplate{}
	c := s.executor.context(s.ctx, s.request, s.op, s.who)
	c.SubgraphHeadersBuilder = &keyed{headers: s.headers, key: s.executor.streams.Add(1)}
	if err := s.executor.resolver.ResolveGraphQLSubscription(c, &asked, s); err != nil && s.ctx.Err() == nil {
		s.executor.log.ErrorContext(s.ctx, "an event is lost", "error", err)
	}
}

// plain writes an event to which nothing has to be looked up. It does what the engine does, without the
// goroutines and the memory that only look-ups need.
func (s *subscription) plain(data []byte) {
	c := s.executor.context(s.ctx, s.request, s.op, s.who)
	response := s.op.Subscription.Response
	writes := resolve.NewResolvable(nil, resolve.ResolvableOptions{})
	err := writes.InitSubscription(c, bytes.Clone(data), s.op.Subscription.Trigger.PostProcessing) // what is read points into it
	if err == nil {
		err = writes.Resolve(s.ctx, response.Data, response.Fetches, s)
	}
	if err != nil {
		asyncErrors{s.executor.log}.WriteError(c, err, response, s)
		return
	}
	_ = s.Flush() // a client that can't be written to has left, or will be told to
}

// Complete says that nothing more comes.
func (s *subscription) Complete() {
	s.SubscriptionResponseWriter.Complete()
	s.end()
}

// Error says the last words.
func (s *subscription) Error(data []byte) {
	s.SubscriptionResponseWriter.Error(data)
	s.end()
}

func (s *subscription) end() {
	if s.over != nil {
		s.over()
	}
}

// Done implements resolve.SubscriptionUpdater.
func (s *subscription) Done() { s.end() }

// UpdateSubscription implements resolve.SubscriptionUpdater; there is only one.
func (s *subscription) UpdateSubscription(_ resolve.SubscriptionIdentifier, data []byte) {
	s.Update(data)
}

// CloseSubscription implements resolve.SubscriptionUpdater.
func (s *subscription) CloseSubscription(resolve.SubscriptionIdentifier) { s.end() }

// Subscriptions implements resolve.SubscriptionUpdater; nobody asks.
func (s *subscription) Subscriptions() map[context.Context]resolve.SubscriptionIdentifier { return nil }

var _ resolve.SubscriptionUpdater = (*subscription)(nil)

// opening finds out what the subgraph would be sent.
type opening struct {
	resolve.SubscriptionDataSource
	asks chan asking // the engine may come back before its other goroutine is here
}

// asking is what the subgraph is sent.
type asking struct {
	headers http.Header
	input   []byte
}

// Start implements resolve.SubscriptionDataSource.
func (o opening) Start(_ *resolve.Context, headers http.Header, input []byte, updater resolve.SubscriptionUpdater) error {
	o.asks <- asking{headers, input}
	updater.Done()
	return nil
}

// event says one thing.
type event struct {
	resolve.SubscriptionDataSource
	data []byte
}

// Start implements resolve.SubscriptionDataSource.
func (e *event) Start(_ *resolve.Context, _ http.Header, _ []byte, updater resolve.SubscriptionUpdater) error {
	updater.Update(e.data)
	updater.Done()
	return nil
}

// keyed are the headers with a key that no other subscription of the engine's has: it would join the two.
// Which streams share an upstream is fetch's to say: one that joined another's in the middle would miss what
// came before, such as the order as it stands now.
type keyed struct {
	*headers
	key   uint64
	ready bool // false: the engine asks first for an event, to which nothing is sent
}

// HeadersForSubgraph implements resolve.SubgraphHeadersBuilder.
func (k *keyed) HeadersForSubgraph(name string) (http.Header, uint64) {
	if !k.ready {
		k.ready = true // so that nothing is signed for nobody
		return nil, k.HashAll()
	}
	made, _ := k.headers.HeadersForSubgraph(name)
	return made, k.HashAll()
}

// HashAll implements resolve.SubgraphHeadersBuilder.
func (k *keyed) HashAll() uint64 { return k.headers.HashAll() ^ k.key }
