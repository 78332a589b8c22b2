package fetch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"

	"github.com/buger/jsonparser"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/datasource/graphql_datasource"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/datasource/httpclient"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"

	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/execute/program"
	"github.com/blooming-blooms/bloom/router/internal/observe"
)

// Source sends the subgraph requests of a plan. It stands in for the engine's own source, which does the
// same by way of http.Client: that parses the URL, copies the headers for redirects and grows its buffer
// anew for each request, which is a quarter of what a hot query costs.
type Source struct {
	program.Room
	transport http.RoundTripper
	by        *transport         // the transport; nil where it is another
	targets   map[string]*target // by URL
	again     bool               // whether a query may be sent again
}

// target is where requests of one URL go.
type target struct {
	template *http.Request
	// guard is that of the subgraph; nil where nobody watches it.
	guard *guard
	// direct is set where queries go by the pool's own HTTP.
	direct *direct
}

// NewSource sends to the URLs with the client's transport.
func NewSource(client *http.Client, urls []string) (*Source, error) {
	s := &Source{transport: client.Transport, targets: map[string]*target{}}
	known, _ := client.Transport.(*transport)
	if known != nil {
		s.again = known.retries > 0
	}
	for _, raw := range urls {
		u, err := url.Parse(raw)
		if err != nil {
			return nil, fmt.Errorf("subgraph URL: %w", err)
		}
		to := &target{template: &http.Request{
			Method: http.MethodPost, URL: u, Host: u.Host, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		}}
		if known != nil {
			to.guard, s.by = known.route(to.template).guard, known
			to.direct = known.direct(to.template, &s.Room)
		}
		s.targets[raw] = to
	}
	return s, nil
}

// Install puts s into every fetch of the tree that the engine's own source would do.
func (s *Source) Install(node *resolve.FetchTreeNode) {
	if node == nil {
		return
	}
	for _, child := range node.ChildNodes {
		s.Install(child)
	}
	if node.Item == nil {
		return
	}
	switch f := node.Item.Fetch.(type) {
	case *resolve.SingleFetch:
		s.replace(&f.DataSource)
	case *resolve.EntityFetch:
		s.replace(&f.DataSource)
	case *resolve.BatchEntityFetch:
		s.replace(&f.DataSource)
	case *resolve.MultiEntityFetch:
		s.replace(&f.DataSource)
	}
}

func (s *Source) replace(source *resolve.DataSource) {
	if _, ok := (*source).(*graphql_datasource.Source); ok {
		*source = s
	}
}

// Load implements resolve.DataSource. headers are the request's own, to be added to.
func (s *Source) Load(ctx context.Context, headers http.Header, input []byte) ([]byte, error) {
	address, _, _, err := jsonparser.Get(input, "url")
	if err != nil {
		return nil, fmt.Errorf("subgraph request: %w", err)
	}
	body, _, _, err := jsonparser.Get(input, "body")
	if err != nil {
		return nil, fmt.Errorf("subgraph request: %w", err)
	}
	if body, err = withoutUndefined(input, body); err != nil {
		return nil, err
	}
	if had := program.Remembered(ctx, string(address), body); had != nil {
		return usable(had)
	}
	answer, err := s.send(ctx, string(address), headers, body, isQuery(ctx, body))
	if err != nil {
		return nil, err
	}
	if seen := httpclient.GetResponseContext(ctx); seen != nil {
		seen.StatusCode = http.StatusOK // anything else was made an answer
	}
	return usable(answer.Bytes) // never freed: the engine shares it
}

// usable keeps from the engine what is not quite JSON, such as 01: it would take that, and pass it on to clients
// and to other subgraphs.
func usable(answer []byte) ([]byte, error) {
	if !json.Valid(answer) {
		return nil, errors.New("subgraph request: the answer is not JSON")
	}
	return answer, nil
}

// Send implements program.Sender.
func (s *Source) Send(ctx context.Context, address string, headers http.Header, body []byte) (*program.Buffer, error) {
	return s.send(ctx, address, headers, body, !bytes.HasPrefix(body, mutation))
}

func (s *Source) send(ctx context.Context, address string, headers http.Header, body []byte, query bool) (*program.Buffer, error) {
	to := s.targets[address]
	if to == nil {
		return nil, errors.New("subgraph request: to an unknown URL")
	}
	answer, err := s.once(ctx, to, query, headers, body)
	// A subgraph that is killed breaks off in the middle of an answer.
	if err != nil && query && s.again && errors.Is(err, errBrokeOff) && ctx.Err() == nil {
		answer, err = s.once(ctx, to, query, headers, body)
	}
	return answer, err
}

func (s *Source) once(ctx context.Context, to *target, query bool, headers http.Header, body []byte) (*program.Buffer, error) {
	if to.guard != nil {
		defer to.guard.busy.Add(-1)
		if n := to.guard.busy.Add(1); s.by.atOnce > 0 && n > s.by.atOnce {
			to.guard.seen.Begin(ctx, http.Header{}).End(observe.Refused, 0)
			s.by.warn(ctx, "subgraph has too many requests under way; more are refused", "subgraph", to.guard.seen.Name)
			return &program.Buffer{Bytes: nothingFrom(body)}, nil
		}
	}
	if query && to.direct != nil {
		return to.direct.ask(ctx, headers, body)
	}
	req := to.template.WithContext(ctx)
	req.Header = make(http.Header, len(headers)+4)
	maps.Copy(req.Header, headers)
	req.Header["Accept"], req.Header["Content-Type"] = []string{answer.JSON}, []string{answer.JSON}
	body = bytes.Clone(body) // net/http may still read it when the answer is there
	req.ContentLength = int64(len(body))
	req.GetBody = func() (io.ReadCloser, error) { return newPayload(body), nil }
	req.Body = newPayload(body)
	resp, err := s.transport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return fill(&s.Room, resp.Body, resp.ContentLength)
}

// LoadWithFiles implements resolve.DataSource; there are no uploads.
func (s *Source) LoadWithFiles(context.Context, http.Header, []byte, []*httpclient.FileUpload) ([]byte, error) {
	return nil, errors.New("subgraph request: files are not sent on")
}

// fill reads so many bytes, or all that there are where size is -1, and takes as much memory as the subgraph
// says that it needs.
func fill(room *program.Room, from io.Reader, size int64) (*program.Buffer, error) {
	const trusted = 1 << 20 // beyond that, memory is taken as bytes arrive
	if size >= 0 && size <= trusted {
		b := room.Take(int(size))
		b.Bytes = b.Bytes[:size]
		if _, err := io.ReadFull(from, b.Bytes); err != nil {
			b.Free()
			return nil, err
		}
		return b, nil
	}
	if size >= 0 {
		from = io.LimitReader(from, size)
	}
	b := room.Take(8 << 10)
	for {
		n, err := from.Read(b.Bytes[len(b.Bytes):cap(b.Bytes)])
		b.Bytes = b.Bytes[:len(b.Bytes)+n]
		if err == io.EOF {
			if size >= 0 && int64(len(b.Bytes)) < size {
				err = io.ErrUnexpectedEOF
			} else {
				return b, nil
			}
		}
		if err != nil {
			b.Free()
			return nil, err
		}
		if len(b.Bytes) == cap(b.Bytes) {
			larger := room.Take(2 * cap(b.Bytes))
			larger.Bytes = append(larger.Bytes, b.Bytes...)
			b.Free()
			b = larger
		}
	}
}

// withoutUndefined drops the variables that the client left out: they stand as null in the body, which is
// something else.
func withoutUndefined(input, body []byte) ([]byte, error) {
	if !bytes.Contains(input, []byte(`"undefined"`)) {
		return body, nil
	}
	names := httpclient.UndefinedVariables(input)
	variables, _, _, err := jsonparser.Get(body, "variables")
	if len(names) == 0 || err != nil {
		return body, nil
	}
	variables = bytes.Clone(variables)
	for _, name := range names {
		if _, kind, _, err := jsonparser.Get(variables, name); err == nil && kind == jsonparser.Null {
			variables = jsonparser.Delete(variables, name)
		}
	}
	body, err = jsonparser.Set(bytes.Clone(body), variables, "variables")
	if err != nil {
		return nil, fmt.Errorf("subgraph request: %w", err)
	}
	return body, nil
}
