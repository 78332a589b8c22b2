package router

import (
	"net/http"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/internal/testenv"
)

// TestStreamsAtReplicas wants a member's streams to be counted at all replicas together, and those of one that
// stops to be open at another at once.
func TestStreamsAtReplicas(t *testing.T) {
	f, i := newFeed(), newIssuer(t)
	sdl, urls, _ := marketGraphs(t, map[string]http.Handler{"orders": f})
	path := t.TempDir() + "/supergraph.graphql"
	writeFile(t, path, []byte(sdl))
	cfg := Config{Supergraph: path, SubgraphURLs: urls, JWKSURL: i.url, Edge: Edge{Streams: 2, RedisURL: testenv.Var(t, "REDIS_URL")}}
	one, stop, ended := start(t, cfg)
	two, _, _ := start(t, cfg)
	token := i.token(t, id.New("mem"), "bloom", time.Now().Add(time.Hour))
	open := func(url string) *listener {
		t.Helper()
		l := listen(t, subscribe(t, url+"/graphql", token))
		if l.resp.StatusCode == http.StatusOK {
			received(t, f.opened)
		}
		return l
	}
	refused := func(url string) {
		t.Helper()
		l := open(url)
		if got := l.resp.StatusCode; got != http.StatusTooManyRequests || l.resp.Header.Get("Retry-After") == "" {
			t.Errorf("a third stream: %d", got)
		}
	}
	first, second := open(one), open(two)
	refused(one)
	refused(two)
	c := dial(t, two+"/graphql", http.Header{"Authorization": {"Bearer " + token}}, "graphql-transport-ws")
	c.say(hello, updates)
	c.want(ack, `{"id":"a","type":"error","payload":[{"message":"too many streams are open; close one first","extensions":{"code":"RATE_LIMITED","retryAfter":5}}]}`)
	second.cancel()
	gone(t, f.closed)
	settle(t, "room for another", func() bool {
		l := listen(t, subscribe(t, two+"/graphql", token))
		return l.resp.StatusCode == http.StatusOK
	})
	received(t, f.opened)
	stop()
	first.want("retry: 1000", "")
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(patience):
		t.Fatal("the router does not stop")
	}
	if moved := open(two); moved.resp.StatusCode != http.StatusOK {
		t.Errorf("the stream of the replica that stopped: %s", moved.resp.Status)
	}
	refused(two)
}
