package fetch

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/blooming-blooms/bloom/router/internal/observe"
)

// subgraph answers attempt after attempt.
type subgraph struct {
	asked atomic.Int64
	sent  []string
	do    func(attempt int64, r *http.Request) (*http.Response, error)
}

func (s *subgraph) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	s.sent = append(s.sent, string(body))
	return s.do(s.asked.Add(1), r)
}

func says(status int, body string) (*http.Response, error) {
	return &http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body))}, nil
}

const (
	good = `{"data":{"a":1}}`
	bad  = "<html>"
	ask  = `{"query":"{a}"}`
)

func asking(t *testing.T, s http.RoundTripper) *http.Client {
	t.Helper()
	c, err := Client(Options{
		Connections: s, Guards: NewGuards(observe.New(observe.Options{}), slog.New(slog.DiscardHandler)), MaxBody: 1 << 20, Retries: 2, Log: slog.New(slog.DiscardHandler),
		Subgraphs: []Subgraph{{Name: "a", URL: "http://a.test/graphql", Timeout: 5 * time.Second}, {Name: "b", URL: "http://b.test/graphql", Timeout: time.Second}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// send gives the answer, and how long it took.
func send(t *testing.T, c *http.Client, host string, query bool) (string, time.Duration) {
	t.Helper()
	text := strings.Replace(ask, "{a}", "mutation{a}", 1)
	if query {
		text = ask
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+host+".test/graphql", newPayload([]byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	r.GetBody = func() (io.ReadCloser, error) { return newPayload([]byte(text)), nil }
	began := time.Now()
	resp, err := c.Transport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err.Error(), time.Since(began)
	}
	if err := resp.Body.Close(); err != nil {
		t.Fatal(err)
	}
	return string(body), time.Since(began)
}

func TestRetries(t *testing.T) {
	down := func(int64, *http.Request) (*http.Response, error) { return nil, errors.New("refused") }
	twice := func(n int64, _ *http.Request) (*http.Response, error) {
		if n <= 2 {
			return says(503, bad)
		}
		return says(200, good)
	}
	hangs := func(_ int64, r *http.Request) (*http.Response, error) {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	for name, c := range map[string]struct {
		query bool
		do    func(int64, *http.Request) (*http.Response, error)
		want  string
		asked int64
	}{
		"a query, back at the third":   {true, twice, good, 3},
		"a query, down":                {true, down, "SUBGRAPH_UNAVAILABLE", 3},
		"a query that nobody answers":  {true, hangs, "SUBGRAPH_UNAVAILABLE", 1},
		"a query that is too large":    {true, func(int64, *http.Request) (*http.Response, error) { return says(413, bad) }, "SUBGRAPH_UNAVAILABLE", 1},
		"a query, GraphQL in a 500":    {true, func(int64, *http.Request) (*http.Response, error) { return says(500, `{"errors":[{"message":"x"}]}`) }, `"message":"x"`, 1},
		"a mutation, back at the next": {false, twice, "SUBGRAPH_UNAVAILABLE", 1},
		"a mutation, down":             {false, down, "SUBGRAPH_UNAVAILABLE", 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &subgraph{do: c.do}
				got, _ := send(t, asking(t, s), "a", c.query)
				if !strings.Contains(got, c.want) || s.asked.Load() != c.asked {
					t.Errorf("asked %d times, got %s", s.asked.Load(), got)
				}
				for _, body := range s.sent {
					if !strings.Contains(body, "{a}") {
						t.Errorf("sent %q", body)
					}
				}
			})
		})
	}
}

func TestTimeoutOfEachSubgraph(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := asking(t, &subgraph{do: func(_ int64, r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		}})
		for host, want := range map[string]time.Duration{"a": 5 * time.Second, "b": time.Second} {
			if _, took := send(t, c, host, true); took != want {
				t.Errorf("%s took %s, want %s", host, took, want)
			}
		}
	})
}

func TestBreaker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		up := false
		s := &subgraph{do: func(int64, *http.Request) (*http.Response, error) {
			if up {
				return says(200, good)
			}
			return nil, errors.New("refused")
		}}
		c := asking(t, s)
		for range enough {
			send(t, c, "a", false)
		}
		asked := s.asked.Load()
		if asked != enough {
			t.Fatalf("asked %d times while it was closed", asked)
		}
		if got, took := send(t, c, "a", true); s.asked.Load() != asked || took != 0 || !strings.Contains(got, `"path":["a"]`) {
			t.Errorf("an open breaker asked %d times more, took %s, said %s", s.asked.Load()-asked, took, got)
		}
		send(t, c, "b", false)
		if s.asked.Load() != asked+1 {
			t.Error("the other subgraph was not asked")
		}
		// One finds out whether it is back; it is not.
		<-time.After(2 * openFor) // of the bubble's clock
		asked = s.asked.Load()
		send(t, c, "a", true)
		send(t, c, "a", true)
		if s.asked.Load() != asked+1 {
			t.Errorf("a half-open breaker asked %d times", s.asked.Load()-asked)
		}
		up = true
		<-time.After(2 * openFor) // of the bubble's clock
		for range 3 {
			if got, _ := send(t, c, "a", true); got != good {
				t.Errorf("a subgraph that is back: %s", got)
			}
		}
	})
}

func TestBreakerStaysClosed(t *testing.T) {
	for name, do := range map[string]func(n int64) (*http.Response, error){
		"a third fails": func(n int64) (*http.Response, error) {
			if n%3 == 2 {
				return says(500, bad)
			}
			return says(200, good)
		},
		"requests are refused for what they are": func(int64) (*http.Response, error) { return says(413, bad) },
		"errors in GraphQL":                      func(int64) (*http.Response, error) { return says(500, `{"errors":[{"message":"x"}]}`) },
	} {
		t.Run(name, func(t *testing.T) {
			s := &subgraph{do: func(n int64, _ *http.Request) (*http.Response, error) { return do(n) }}
			c := asking(t, s)
			for range 100 {
				send(t, c, "a", false)
			}
			if s.asked.Load() != 100 {
				t.Errorf("asked only %d times", s.asked.Load())
			}
		})
	}
}

// TestClientLeaves wants a half-open breaker to let somebody else try where the one that tried left.
func TestClientLeaves(t *testing.T) {
	b := &breaker{}
	now := time.Now()
	for range enough {
		b.failed(now)
	}
	if b.allow(now) {
		t.Fatal("it is closed")
	}
	later := now.Add(2 * openFor)
	if !b.allow(later) || b.allow(later) {
		t.Fatal("it is not half open")
	}
	s := &subgraph{do: func(_ int64, r *http.Request) (*http.Response, error) { return nil, r.Context().Err() }}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://a.test/graphql", strings.NewReader(ask))
	if err != nil {
		t.Fatal(err)
	}
	if resp, _ := (&transport{next: s}).once(r, &guard{}); resp != nil {
		t.Error("there is an answer")
	}
	b.abandoned()
	if !b.allow(later) {
		t.Error("nobody may try any more")
	}
}

// TestRetriesAreBounded wants a subgraph that fails not to get three times the traffic.
func TestRetriesAreBounded(t *testing.T) {
	b := &breaker{}
	now := time.Now()
	granted := 0
	for range 1000 {
		b.succeeded(now)
		if b.again() {
			granted++
		}
	}
	if granted < freeRetries || granted > freeRetries+1000/5 {
		t.Errorf("%d retries for 1000 requests", granted)
	}
	b.succeeded(now.Add(2 * window))
	if !b.again() {
		t.Error("a new window grants none")
	}
}

// half is a body that ends before it should.
func half(text string) io.ReadCloser {
	return io.NopCloser(io.MultiReader(strings.NewReader(text[:len(text)/2]), iotest.ErrReader(io.ErrUnexpectedEOF)))
}

func TestBrokenOff(t *testing.T) {
	for text, want := range map[string]int64{ask: 2, `{"query":"mutation{a}"}`: 1} {
		s := &subgraph{do: func(n int64, _ *http.Request) (*http.Response, error) {
			resp, err := says(200, good)
			if n == 1 {
				resp.Body = half(good)
			}
			return resp, err
		}}
		source, err := NewSource(asking(t, s), []string{"http://a.test/graphql"})
		if err != nil {
			t.Fatal(err)
		}
		got, err := source.Send(t.Context(), "http://a.test/graphql", nil, []byte(text))
		if s.asked.Load() != want || (err == nil) != (want == 2) || err == nil && string(got.Bytes) != good {
			t.Errorf("%s: asked %d times, got %v, %v", text, s.asked.Load(), got, err)
		}
	}
}
