package router

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/router/internal/fetch"
)

// rolling is a router whose supergraph file changes.
type rolling struct {
	t         *testing.T
	url, path string
	sdl       string
	now       chan os.Signal
}

func roll(t *testing.T, handlers map[string]http.Handler) *rolling {
	t.Helper()
	sdl, urls, _ := marketGraphs(t, handlers)
	r := &rolling{t: t, path: filepath.Join(t.TempDir(), "supergraph.graphql"), sdl: sdl, now: make(chan os.Signal)}
	writeFile(t, r.path, []byte(sdl))
	r.url, _, _ = start(t, Config{Supergraph: r.path, SubgraphURLs: urls, ReloadEvery: time.Hour, Reload: r.now})
	return r
}

// version is the supergraph with another description of a type, so that clients can tell which one serves.
func (r *rolling) version(n int) string {
	const marked = "type Mutation @join__type"
	if !strings.Contains(r.sdl, marked) {
		r.t.Fatalf("the supergraph has no %s", marked)
	}
	return strings.Replace(r.sdl, marked, fmt.Sprintf("type Version%d @join__type(graph: ORDERS) { n: Int }\n%s", n, marked), 1)
}

// change replaces the file, and tells the router.
func (r *rolling) change(sdl string) {
	r.t.Helper()
	writeFile(r.t, r.path+".new", []byte(sdl))
	if err := os.Rename(r.path+".new", r.path); err != nil {
		r.t.Fatal(err)
	}
	select {
	case r.now <- syscall.SIGHUP:
	case <-time.After(patience):
		r.t.Fatal("the router does not listen for changes")
	}
}

// serves waits until the version does.
func (r *rolling) serves(n int) {
	r.t.Helper()
	deadline := time.Now().Add(patience)
	for {
		_, schema := get(r.t, r.url+"/schema.graphql")
		if strings.Contains(schema, fmt.Sprintf("type Version%d ", n)) {
			return
		}
		if time.Now().After(deadline) {
			r.t.Fatalf("version %d does not serve", n)
		}
	}
}

// metric is the value of a line of /metrics; 0 where there is none.
func metric(t *testing.T, base, line string) string {
	t.Helper()
	_, all := get(t, base+"/metrics")
	for l := range strings.Lines(all) {
		if value, ok := strings.CutPrefix(strings.TrimSpace(l), line+" "); ok {
			return value
		}
	}
	return "0"
}

// TestRollingChange changes the supergraph again and again under load: no request may fail, nor wait for a plan
// that the supergraph before had, and a stream goes on.
func TestRollingChange(t *testing.T) {
	f := newFeed()
	r := roll(t, map[string]http.Handler{})
	following := roll(t, map[string]http.Handler{"orders": f})
	queries := map[string]string{
		`{"query":"{recent{id store{name}}}"}`:                                            `{"data":{"recent":[{"id":"1","store":{"name":"Moonlight"}},{"id":"2","store":{"name":"Dew"}}]}}`,
		`{"query":"query A { me { name orders { id } } }"}`:                               `{"data":{"me":{"name":"Minji","orders":[{"id":"1"}]}}}`,
		`{"query":"query B($x:Boolean!){me{name @skip(if:$x)}}","variables":{"x":false}}`: `{"data":{"me":{"name":"Minji"}}}`,
		`{"query":"mutation{place(store:\"a\"){status}}"}`:                                `{"data":{"place":{"status":"PENDING"}}}`,
	}
	ask := func(body, want string) error {
		resp, err := http.Post(r.url+"/graphql", "application/json", strings.NewReader(body))
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		raw, err := io.ReadAll(resp.Body)
		if err != nil {
			return err
		}
		if resp.StatusCode != 200 || string(raw) != want {
			return fmt.Errorf("%s got %d %s", body, resp.StatusCode, raw)
		}
		return nil
	}
	for body, want := range queries {
		if err := ask(body, want); err != nil {
			t.Fatal(err)
		}
	}
	const misses = `router_plan_cache_total{result="miss"}`
	planned := metric(t, r.url, misses)

	var asked, failed atomic.Int64
	over := make(chan struct{})
	var clients sync.WaitGroup
	for range 8 {
		clients.Go(func() {
			for {
				for body, want := range queries {
					select {
					case <-over:
						return
					default:
					}
					asked.Add(1)
					if err := ask(body, want); err != nil {
						failed.Add(1)
						t.Error(err)
					}
				}
			}
		})
	}
	l := listen(t, subscribe(t, following.url+"/graphql", ""))
	received(t, f.opened)
	for n := range 10 {
		r.change(r.version(n))
		r.serves(n)
		before := asked.Load()
		for deadline := time.Now().Add(patience); asked.Load() < before+20 && time.Now().Before(deadline); {
			get(t, r.url+"/health/live")
		}
		following.change(following.version(n))
		following.serves(n)
	}
	r.change("type Query { garbage: Int }")
	for deadline := time.Now().Add(patience); metric(t, r.url, `router_supergraph_loads_total{outcome="refused"}`) != "1"; {
		if time.Now().After(deadline) {
			t.Fatal("garbage is not refused")
		}
	}
	r.serves(9)
	close(over)
	clients.Wait()
	if failed.Load() > 0 || asked.Load() < 200 {
		t.Errorf("%d of %d requests failed", failed.Load(), asked.Load())
	}
	if got := metric(t, r.url, misses); got != planned {
		t.Errorf("plans were missed: %s, at first %s", got, planned)
	}
	// The stream began ten supergraphs ago.
	f.events <- event("CONFIRMED", "b")
	l.want(`event: next`, `data: {"data":{"orderUpdates":{"id":"1","status":"CONFIRMED","store":{"name":"Dew"}}}}`)
	f.complete <- struct{}{}
	l.want("event: complete", "data:", "")
}

// TestInFlightFinishes wants a request to end on the supergraph that it began on, and that one's means to be
// given back then, and not before.
func TestInFlightFinishes(t *testing.T) {
	asked, release := make(chan struct{}), make(chan struct{})
	slow := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(asked)
		<-release
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"data":{"stores":[{"name":"slow"}]}}`)
	})
	r := roll(t, map[string]http.Handler{"stores": slow})
	got := make(chan map[string]any, 1)
	go func() {
		var answer map[string]any
		resp, err := http.Post(r.url+"/graphql", "application/json", strings.NewReader(`{"query":"{stores{name}}"}`))
		if err == nil {
			defer resp.Body.Close()
			err = json.NewDecoder(resp.Body).Decode(&answer)
		}
		if err != nil {
			answer = map[string]any{"error": err.Error()}
		}
		got <- answer
	}()
	<-asked
	// The field that is under way is gone.
	r.change(strings.Replace(r.version(1), "stores: [Store!] @join__field(graph: STORES)", "shops: [Store!] @join__field(graph: STORES)", 1))
	r.serves(1)
	if now := post(t, r.url+"/graphql", "{stores{name}}", nil); now["data"] != nil {
		t.Errorf("the new supergraph answers %s", text(now))
	}
	close(release)
	if answer := <-got; !same(answer, map[string]any{"data": map[string]any{"stores": []any{map[string]any{"name": "slow"}}}}) {
		t.Errorf("the request in flight got %s", text(answer))
	}
}

// TestGenerationEndsWithItsLastRequest takes a supergraph while a request is under way on the one before, which
// has to end when that request does: not earlier, and not never.
func TestGenerationEndsWithItsLastRequest(t *testing.T) {
	sdl, urls, _ := marketGraphs(t, nil)
	cfg := Config{Supergraph: "supergraph.graphql", SubgraphURLs: urls}.withDefaults()
	outliving, err := newShared(t.Context(), cfg, fetch.Connections(cfg.ConnectTimeout))
	if err != nil {
		t.Fatal(err)
	}
	g, err := newGenerations(t.Context(), cfg, outliving, []byte(sdl))
	if err != nil {
		t.Fatal(err)
	}
	// follow notes when the generation that serves now ends.
	follow := func() (ended *atomic.Bool) {
		now, ended := g.current.Load(), &atomic.Bool{}
		end := now.end
		now.end = func() { ended.Store(true); end() }
		return ended
	}
	first := follow()
	asked, release, answered := make(chan struct{}), make(chan struct{}), make(chan struct{})
	g.current.Load().handler = http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		close(asked)
		<-release
	})
	go func() {
		defer close(answered)
		g.ServeHTTP(&sink{}, nil)
	}()
	<-asked
	if err := g.take(t.Context(), []byte(sdl)); err != nil {
		t.Fatal(err)
	}
	if first.Load() {
		t.Error("the first ended under its request")
	}
	close(release)
	<-answered
	if !first.Load() {
		t.Error("the first did not end with its last request")
	}
	second := follow()
	held := g.current.Load().hold() // as a stream does
	if err := g.take(t.Context(), []byte(sdl)); err != nil {
		t.Fatal(err)
	}
	if second.Load() {
		t.Error("the second ended under its stream")
	}
	held()
	if !second.Load() {
		t.Error("the second did not end with its last stream")
	}
	third := follow()
	if err := g.take(t.Context(), []byte("type Query { garbage: Int }")); err == nil || third.Load() {
		t.Errorf("garbage: %v, ended: %v", err, third.Load())
	}
	if err := g.take(t.Context(), []byte(sdl)); err != nil {
		t.Fatal(err)
	}
	if !third.Load() {
		t.Error("a generation without requests goes on")
	}
	// A request that comes in between waits for the one that takes over.
	next := g.current.Load()
	g.current.Store(&generation{})
	entered := make(chan *generation, 1)
	go func() { entered <- g.enter() }()
	select {
	case <-entered:
		t.Fatal("a request got a generation that has ended")
	case <-time.After(10 * time.Millisecond):
	}
	g.current.Store(next)
	if <-entered != next {
		t.Error("a request got a generation that does not serve")
	}
}
