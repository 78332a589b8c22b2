package router

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwt"
	"golang.org/x/tools/txtar"

	"github.com/blooming-blooms/bloom/router/internal/supergraph"
)

// tokenWith signs a token with these claims.
func (i *issuer) tokenWith(t *testing.T, member string, claims map[string]any) string {
	t.Helper()
	b := jwt.NewBuilder().Subject(member).Issuer("bloom").Expiration(time.Now().Add(time.Hour))
	for name, value := range claims {
		b = b.Claim(name, value)
	}
	token, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	signed, err := jwt.Sign(token, jwt.WithKey(jwa.EdDSA(), i.private))
	if err != nil {
		t.Fatal(err)
	}
	return string(signed)
}

// TestAuthorization runs the cases in testdata/authorization. They are like those of conformance, but that a
// query says who asks, by the claims of the token in its first line ("# guest" has none), and that the answer
// is written under it: the world does not know who may see what.
func TestAuthorization(t *testing.T) {
	files, err := filepath.Glob("testdata/authorization/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	i := newIssuer(t)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			c := readCase(t, archive)
			if *update && strings.Contains(c.supergraphs[0].Name, "theguild") {
				c.compose(t)
			}
			for _, composer := range c.supergraphs {
				t.Run(composer.Name, func(t *testing.T) { c.authorize(t, i, string(composer.Data)) })
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func (c *conformance) authorize(t *testing.T, i *issuer, sdl string) {
	asks := &log{}
	url := c.start(t, sdl, asks, Config{JWKSURL: i.url, Issuer: "bloom"})
	for _, q := range c.queries {
		name := strings.TrimSuffix(q.Name, ".query")
		t.Run(name, func(t *testing.T) {
			who, query, _ := strings.Cut(string(q.Data), "\n")
			token := ""
			if who != "# guest" {
				var claims map[string]any
				if err := json.Unmarshal([]byte(strings.TrimPrefix(who, "#")), &claims); err != nil {
					t.Fatalf("the claims of %s: %v", q.Name, err)
				}
				token = i.tokenWith(t, "mem_1", claims)
			}
			var answers []string
			for range 2 { // the second time it is remembered
				answers = append(answers, answered(t, url, token, query))
				plan := describe(asks.take())
				c.golden(t, name+".plan", plan)
			}
			if answers[0] != answers[1] {
				t.Errorf("at first it was %s, then %s", answers[0], answers[1])
			}
			c.golden(t, name+".answer", answers[0]+"\n")
		})
	}
}

// golden compares with the section, or writes it.
func (c *conformance) golden(t *testing.T, name, got string) {
	t.Helper()
	section := c.section(name)
	switch {
	case *update:
		section.Data = []byte(got)
	case string(section.Data) != got:
		t.Errorf("%s is\n%s\nand was\n%s", name, got, section.Data)
	}
}

// answered is the body of the answer, whose status has to be 200.
func answered(t *testing.T, url, token, query string) string {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/graphql-response+json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("got %s, Cache-Control %q: %s", resp.Status, resp.Header.Get("Cache-Control"), raw)
	}
	return string(raw)
}

// TestDirectivesAreNotShown wants nothing of who may see what in the API's schema, under whatever name.
func TestDirectivesAreNotShown(t *testing.T) {
	for file, composer := range map[string]string{"interfaces": "supergraph.renamed.graphql", "composed": "supergraph.theguild.graphql"} {
		archive, err := txtar.ParseFile("testdata/authorization/" + file + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		graph, err := supergraph.Load(string((&conformance{archive: archive}).section(composer).Data), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"login", "needs", "Right", "authenticated", "requiresScopes", "policy"} {
			if sdl := graph.ClientSDL(); strings.Contains(sdl, name) {
				t.Errorf("%s shows %s:\n%s", file, name, sdl)
			}
		}
	}
}
