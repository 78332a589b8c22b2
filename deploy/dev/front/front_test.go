package front

import (
	"bufio"
	"compress/gzip"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// service answers with its name and the path that it was asked for.
func service(t *testing.T, name string) *url.URL {
	t.Helper()
	return serve(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, name+" "+r.URL.Path) })
}

func serve(t *testing.T, handler http.HandlerFunc) *url.URL {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, change func(*Options)) *httptest.Server {
	t.Helper()
	o := Options{
		Router: service(t, "router"), Product: service(t, "product"), Gift: service(t, "gift"),
		Storefront: t.TempDir(), Playground: t.TempDir(),
		SMS: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "[]") }),
		Log: slog.New(slog.DiscardHandler),
	}
	if change != nil {
		change(&o)
	}
	server := httptest.NewServer(New(o))
	t.Cleanup(server.Close)
	return server
}

func get(t *testing.T, server *httptest.Server, path, encoding string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", encoding)
	resp, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var body io.Reader = resp.Body
	if resp.Header.Get("Content-Encoding") == "gzip" {
		if body, err = gzip.NewReader(resp.Body); err != nil {
			t.Fatal(err)
		}
	}
	text, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(text)
}

func TestOneOrigin(t *testing.T) {
	server := open(t, nil)
	for path, want := range map[string]string{
		"/graphql":                    "router /graphql",
		"/media/products/prd_1.svg":   "product /media/products/prd_1.svg",
		"/media/flowers/rose.svg":     "product /media/flowers/rose.svg",
		"/media/cards/first-snow.svg": "gift /media/cards/first-snow.svg",
		"/dev/sms":                    "[]",
	} {
		if _, got := get(t, server, path, "identity"); got != want {
			t.Errorf("%s: %q, not %q", path, got, want)
		}
	}
}

func TestStorefront(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "index.html"), "<title>Blooming Blooms</title>")
	write(t, filepath.Join(dir, "assets", "shop-1a2b3c.js"), "bloom()")
	server := open(t, func(o *Options) { o.Storefront = dir })
	for path, want := range map[string]struct {
		status      int
		cache, text string
	}{
		"/":                         {200, "no-cache", "<title>Blooming Blooms</title>"},
		"/orders/ord_1":             {200, "no-cache", "<title>Blooming Blooms</title>"},
		"/assets/shop-1a2b3c.js":    {200, "public, max-age=31536000, immutable", "bloom()"},
		"/assets/shop-of-before.js": {404, "", "404 page not found\n"},
		"/%2e%2e/%2e%2e/etc/passwd": {200, "no-cache", "<title>Blooming Blooms</title>"},
	} {
		for _, encoding := range []string{"identity", "gzip"} {
			resp, text := get(t, server, path, encoding)
			if resp.StatusCode != want.status || text != want.text || resp.Header.Get("Cache-Control") != want.cache {
				t.Errorf("%s in %s: %d %q, cached %q", path, encoding, resp.StatusCode, text, resp.Header.Get("Cache-Control"))
			}
			if zipped := resp.Header.Get("Content-Encoding") == "gzip"; want.status == 200 && zipped != (encoding == "gzip") {
				t.Errorf("%s in %s: gzip is %v", path, encoding, zipped)
			}
		}
	}
	write(t, filepath.Join(dir, "index.html"), "<title>built again, and longer</title>")
	if _, text := get(t, server, "/", "gzip"); !strings.Contains(text, "built again") {
		t.Errorf("after a build it still serves %q", text)
	}
}

func TestNotBuiltYet(t *testing.T) {
	server := open(t, nil)
	for _, path := range []string{"/", "/playground"} {
		resp, text := get(t, server, path, "identity")
		if resp.StatusCode != http.StatusServiceUnavailable || !strings.Contains(text, "make up") {
			t.Errorf("%s: %d %q", path, resp.StatusCode, text)
		}
	}
}

func TestRouterAway(t *testing.T) {
	server := open(t, func(o *Options) { o.Router = &url.URL{Scheme: "http", Host: "127.0.0.1:1"} })
	resp, text := get(t, server, "/graphql", "identity")
	if resp.StatusCode != http.StatusServiceUnavailable || !strings.Contains(text, `"code":"SUBGRAPH_UNAVAILABLE"`) {
		t.Errorf("%d %q", resp.StatusCode, text)
	}
}

// Each event is sent only after the one before it was read, so a front that buffers never gets to the end.
func TestStreamsAreNotBuffered(t *testing.T) {
	read := make(chan struct{})
	router := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		for _, event := range []string{"PENDING", "CONFIRMED"} {
			_, _ = io.WriteString(w, "data: "+event+"\n")
			w.(http.Flusher).Flush()
			select {
			case <-read:
			case <-r.Context().Done():
			}
		}
	})
	server := open(t, func(o *Options) { o.Router = router })
	resp, err := server.Client().Get(server.URL + "/graphql")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	for _, want := range []string{"data: PENDING", "data: CONFIRMED"} {
		if !lines.Scan() || lines.Text() != want {
			t.Fatalf("read %q, not %q (%v)", lines.Text(), want, lines.Err())
		}
		read <- struct{}{}
	}
}

func TestPlaygroundServesOnlyWhatItNeeds(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "node_modules", "graphiql", "graphiql.min.js"), "GraphiQL")
	write(t, filepath.Join(dir, "node_modules", "graphiql", "package.json"), "{}")
	server := open(t, func(o *Options) { o.Playground = dir })
	for path, status := range map[string]int{
		"/playground":                       200,
		"/playground/":                      200,
		"/playground/playground.js":         200,
		"/playground/graphiql.js":           200,
		"/playground/graphiql/package.json": 404,
		"/playground/package.json":          404,
	} {
		resp, text := get(t, server, path, "identity")
		if resp.StatusCode != status {
			t.Errorf("%s: %d, not %d", path, resp.StatusCode, status)
		}
		if strings.Contains(text, "//cdn") || strings.Contains(text, "https://") {
			t.Errorf("%s loads something from elsewhere", path)
		}
	}
}
