package fetch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/buger/jsonparser"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/datasource/graphql_datasource"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/datasource/httpclient"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"

	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/execute/program"
)

// Source sends the subgraph requests of a plan. It stands in for the engine's own source, which does the
// same by way of http.Client: that parses the URL, copies the headers for redirects and grows its buffer
// anew for each request, which is a quarter of what a hot query costs.
type Source struct {
	transport http.RoundTripper
	templates map[string]*http.Request // by URL
	accept    []string
	again     bool // whether a query may be sent again
	room      program.Room
}

// NewSource sends to the URLs with the client's transport.
func NewSource(client *http.Client, urls []string) (*Source, error) {
	s := &Source{transport: client.Transport, templates: map[string]*http.Request{}, accept: []string{answer.JSON}}
	if t, ok := client.Transport.(*transport); ok {
		s.again = t.retries > 0
	}
	for _, raw := range urls {
		u, err := url.Parse(raw)
		if err != nil {
			return nil, fmt.Errorf("subgraph URL: %w", err)
		}
		s.templates[raw] = &http.Request{
			Method: http.MethodPost, URL: u, Host: u.Host, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		}
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
	answer, err := s.Send(ctx, string(address), headers, body)
	if err != nil {
		return nil, err
	}
	return usable(answer.Body) // never freed: the engine shares it
}

// usable keeps from the engine what is not quite JSON, such as 01: it would take that, and pass it on to clients
// and to other subgraphs.
func usable(answer []byte) ([]byte, error) {
	if !json.Valid(answer) {
		return nil, errors.New("subgraph request: the answer is not JSON")
	}
	return answer, nil
}

// Send sends the body to the subgraph at the URL. headers are the request's own, to be added to.
func (s *Source) Send(ctx context.Context, address string, headers http.Header, body []byte) (*program.Answer, error) {
	template := s.templates[address]
	if template == nil {
		return nil, errors.New("subgraph request: to an unknown URL")
	}
	if headers == nil {
		headers = http.Header{}
	}
	headers["Accept"], headers["Content-Type"] = s.accept, s.accept
	req := template.WithContext(ctx)
	req.Header = headers
	req.ContentLength = int64(len(body))
	req.GetBody = func() (io.ReadCloser, error) { return newPayload(body), nil }
	req.Body = newPayload(body)
	data, err := s.ask(req)
	// A subgraph that is killed breaks off in the middle of an answer.
	if err != nil && s.again && errors.Is(err, errBrokeOff) && isQuery(req) && ctx.Err() == nil {
		data, err = s.ask(again(req))
	}
	return data, err
}

func (s *Source) ask(req *http.Request) (*program.Answer, error) {
	resp, err := s.transport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if seen := httpclient.GetResponseContext(req.Context()); seen != nil {
		seen.StatusCode = resp.StatusCode
	}
	return s.read(resp)
}

// LoadWithFiles implements resolve.DataSource; there are no uploads.
func (s *Source) LoadWithFiles(context.Context, http.Header, []byte, []*httpclient.FileUpload) ([]byte, error) {
	return nil, errors.New("subgraph request: files are not sent on")
}

// read takes as much memory as the subgraph says that it needs.
func (s *Source) read(resp *http.Response) (*program.Answer, error) {
	const trusted = 1 << 20 // beyond that, memory is taken as bytes arrive
	if resp.ContentLength >= 0 && resp.ContentLength <= trusted {
		answer := s.room.Take(int(resp.ContentLength))
		answer.Body = answer.Body[:resp.ContentLength]
		if _, err := io.ReadFull(resp.Body, answer.Body); err != nil {
			answer.Free()
			return nil, err
		}
		return answer, nil
	}
	answer := s.room.Take(8 << 10)
	for {
		n, err := resp.Body.Read(answer.Body[len(answer.Body):cap(answer.Body)])
		answer.Body = answer.Body[:len(answer.Body)+n]
		switch {
		case err == io.EOF:
			return answer, nil
		case err != nil:
			answer.Free()
			return nil, err
		case len(answer.Body) == cap(answer.Body):
			larger := s.room.Take(2 * cap(answer.Body))
			larger.Body = append(larger.Body, answer.Body...)
			answer.Free()
			answer = larger
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
