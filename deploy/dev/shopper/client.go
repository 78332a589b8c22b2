// Package shopper is a client of the graph, as a shopper's or a seller's device is one: for the benchmark and
// for the tests of the whole system.
package shopper

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// Client speaks to the graph at one origin, as one caller.
type Client struct {
	base  string
	http  *http.Client
	token string
}

// New makes a guest's client; base is the origin, such as http://localhost:4000.
func New(base string) *Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 256
	return &Client{base: base, http: &http.Client{Transport: transport}}
}

// With is the same client as another caller: whoever the access token is for, or a guest.
func (c *Client) With(token string) *Client { return &Client{c.base, c.http, token} }

// GraphError is what the graph's errors say.
type GraphError struct {
	Message    string
	Extensions struct{ Code string }
}

// Error is the first one.
func (e GraphError) Error() string { return e.Extensions.Code + ": " + e.Message }

// UserError is what the domain refused.
type UserError struct {
	Code, Message string
	Field         []string
}

type request struct {
	Query     string         `json:"query"`
	Variables map[string]any `json:"variables,omitempty"`
}

type response struct {
	Data   json.RawMessage
	Errors []GraphError
}

// Query sends an operation and decodes its data. Errors of the graph are returned, and what data came with
// them is decoded all the same.
func (c *Client) Query(ctx context.Context, query string, variables map[string]any, data any) error {
	answer, err := c.send(ctx, "application/json", query, variables)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	return decode(answer.StatusCode, text, data)
}

func decode(status int, text []byte, data any) error {
	var r response
	if err := json.Unmarshal(text, &r); err != nil {
		return fmt.Errorf("status %d: %s", status, text[:min(len(text), 200)])
	}
	if len(r.Data) > 0 && data != nil {
		if err := json.Unmarshal(r.Data, data); err != nil {
			return fmt.Errorf("decode data: %w", err)
		}
	}
	if len(r.Errors) > 0 {
		return r.Errors[0]
	}
	return nil
}

func (c *Client) send(ctx context.Context, accept, query string, variables map[string]any) (*http.Response, error) {
	body, err := json.Marshal(request{query, variables})
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", accept)
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	return c.http.Do(r)
}

// Subscribe follows a subscription over SSE; each event's data is given to next, until it returns false, the
// stream completes, or ctx ends.
func (c *Client) Subscribe(ctx context.Context, query string, variables map[string]any, next func(data json.RawMessage) bool) error {
	answer, err := c.send(ctx, "text/event-stream", query, variables)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/event-stream") {
		text, err := io.ReadAll(answer.Body)
		if err != nil {
			return err
		}
		if err := decode(answer.StatusCode, text, nil); err != nil {
			return err
		}
		return fmt.Errorf("no event stream, but %s", answer.Header.Get("Content-Type"))
	}
	lines := bufio.NewScanner(answer.Body)
	lines.Buffer(nil, 4<<20)
	event := ""
	for lines.Scan() {
		line := lines.Text()
		switch {
		case strings.HasPrefix(line, "event:"):
			event = strings.TrimSpace(line[len("event:"):])
			if event == "complete" {
				return nil
			}
		case strings.HasPrefix(line, "data:") && event == "next":
			var r response
			if err := json.Unmarshal([]byte(line[len("data:"):]), &r); err != nil {
				return fmt.Errorf("decode an event: %w", err)
			}
			if len(r.Errors) > 0 {
				return r.Errors[0]
			}
			if !next(r.Data) {
				return nil
			}
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return io.ErrUnexpectedEOF
}

// SignIn signs in; from then on the client is that member's.
func (c *Client) SignIn(ctx context.Context, email, password string) error {
	var data struct {
		SignIn struct {
			Session    *struct{ AccessToken string }
			UserErrors []UserError
		}
	}
	err := c.Query(ctx, `mutation($in: SignInInput!) { signIn(input: $in) { session { accessToken } userErrors { code message } } }`,
		map[string]any{"in": map[string]any{"email": email, "password": password}}, &data)
	if err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	if data.SignIn.Session == nil {
		return fmt.Errorf("sign in: %v", data.SignIn.UserErrors)
	}
	c.token = data.SignIn.Session.AccessToken
	return nil
}
