package compile

import (
	"bytes"
	"iter"
	"log/slog"
	"strings"
	"testing"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/plan"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"

	"github.com/blooming-blooms/bloom/router/internal/accept"
	"github.com/blooming-blooms/bloom/router/internal/authorize"
	"github.com/blooming-blooms/bloom/router/internal/supergraph"
)

// TestNoPlan asks twice for what no subgraph has: it is searched for once.
func TestNoPlan(t *testing.T) {
	const sdl = "type Query { nowhere: String, lost: String }"
	schema, err := supergraph.Schema(sdl)
	if err != nil {
		t.Fatal(err)
	}
	searched := 0
	var said bytes.Buffer
	c, err := New(Options{
		ClientSDL: sdl, Client: schema, Router: schema, Log: slog.New(slog.NewTextHandler(&said, nil)),
		Otherwise: func(map[string]bool) iter.Seq2[plan.Configuration, error] {
			searched++
			return func(func(plan.Configuration, error) bool) {}
		},
		Install: func(*resolve.FetchTreeNode) {},
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, query := range []string{"{nowhere}", "{nowhere}", "{a: nowhere}", "{lost}"} {
		_, refusal := c.Compile(&accept.Request{Query: query}, authorize.Grants{})
		if refusal == nil || refusal.Status != 500 {
			t.Errorf("%d: %s is answered with %v", i, query, refusal)
		}
	}
	if logged := strings.Count(said.String(), "planning failed"); searched != 3 || logged != 3 {
		t.Errorf("it searched %d times, and said so %d times:\n%s", searched, logged, said.String())
	}
}
