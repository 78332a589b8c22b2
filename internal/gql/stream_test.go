package gql

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/service"
)

// ticks is a schema whose only subscription says what comes on the channel.
func ticks(t *testing.T, said <-chan string) graphql.ExecutableSchema {
	t.Helper()
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: "type Query { now: Int } type Subscription { ticks: Int }"})
	return &graphql.ExecutableSchemaMock{
		SchemaFunc:     func() *ast.Schema { return schema },
		ComplexityFunc: func(context.Context, string, string, int, map[string]any) (int, bool) { return 1, true },
		ExecFunc: func(ctx context.Context) graphql.ResponseHandler {
			return func(ctx context.Context) *graphql.Response {
				select {
				case data, ok := <-said:
					if !ok {
						return nil
					}
					return &graphql.Response{Data: []byte(data)}
				case <-ctx.Done():
					return nil
				}
			}
		},
	}
}

// follow opens a stream for a caller at a service that runs until ctx ends.
func follow(t *testing.T, ctx context.Context, who identity.Identity, said <-chan string) *bufio.Reader {
	t.Helper()
	seed, public, err := identity.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	signer, err := identity.NewSigner(seed)
	if err != nil {
		t.Fatal(err)
	}
	trust, err := identity.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	listening, ended := make(chan net.Addr, 1), make(chan error, 1)
	go func() {
		ended <- service.Run(ctx, service.Options{Name: "test", Addr: "127.0.0.1:0", Log: log, Handler: Handler(ticks(t, said), trust, log),
			Listening: func(a net.Addr) { listening <- a }})
	}()
	req, err := http.NewRequest(http.MethodPost, "http://"+(<-listening).String()+"/graphql", strings.NewReader(`{"query":"subscription { ticks }"}`))
	if err != nil {
		t.Fatal(err)
	}
	signed, err := signer.Sign(who, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set(identity.Header, signed)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "text/event-stream, application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		resp.Body.Close()
		select {
		case err := <-ended:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(5 * time.Second):
			t.Error("the stream kept the service from ending")
		}
	})
	return bufio.NewReader(resp.Body)
}

func TestAStreamSaysCompleteOnlyIfItIs(t *testing.T) {
	member := identity.Identity{MemberID: "mem_minji", Expires: time.Now().Add(time.Hour)}
	tests := []struct {
		name     string
		who      identity.Identity
		end      func(said chan string, stop func())
		complete bool
	}{
		{"nothing can change any more", member, func(said chan string, _ func()) { close(said) }, true},
		{"the service stops", member, func(_ chan string, stop func()) { stop() }, false},
		{"the token expires", identity.Identity{MemberID: "mem_minji", Expires: time.Now().Add(300 * time.Millisecond)}, func(chan string, func()) {}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ctx, stop := context.WithCancel(context.Background())
			said := make(chan string, 1)
			said <- `{"ticks":1}`
			stream := follow(t, ctx, test.who, said)
			t.Cleanup(stop) // before follow waits for the service
			for line := ""; !strings.HasPrefix(line, "data: "); {
				var err error
				if line, err = stream.ReadString('\n'); err != nil {
					t.Fatal(err)
				}
			}
			test.end(said, stop)
			rest, err := io.ReadAll(stream)
			if complete := strings.Contains(string(rest), "complete"); complete != test.complete || complete != (err == nil) {
				t.Errorf("the stream ended with %q, %v", rest, err)
			}
		})
	}
}

func TestNothingIsWrittenAfterAStream(t *testing.T) {
	w := httptest.NewRecorder()
	s := newStream(t.Context(), w)
	if _, err := s.Write([]byte("a")); err != nil {
		t.Fatal(err)
	}
	if !s.close() {
		t.Error("the stream is said to be cut off")
	}
	if _, err := s.Write([]byte("b")); err == nil || w.Body.String() != "a" {
		t.Errorf("wrote %q, %v", w.Body, err)
	}
}
