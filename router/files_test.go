package router

import (
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// journal is a log that a test reads.
type journal struct {
	mu   sync.Mutex
	text strings.Builder
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) count(text string) int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return strings.Count(j.text.String(), text)
}

// eventually waits until it is so.
func eventually(t *testing.T, what string, so func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !so(); {
		if time.Now().After(end) {
			t.Fatalf("it is never so that %s", what)
		}
		<-time.After(2 * time.Millisecond)
	}
}

// TestFilesChange changes the API keys and the persisted operations of a router that runs. What is wrong is
// refused, once, and what was before serves on.
func TestFilesChange(t *testing.T) {
	_, urls, _ := marketGraphs(t, nil)
	folder := t.TempDir()
	keys, manifest := filepath.Join(folder, "keys.json"), filepath.Join(folder, "manifest.json")
	write := func(path, text string) {
		t.Helper()
		writeFile(t, path+".new", []byte(text))
		if err := os.Rename(path+".new", path); err != nil {
			t.Fatal(err)
		}
	}
	const stores, ids = "{stores{name}}", "{stores{id}}"
	write(keys, `{"keys":[{"name":"one","sha256":"`+sha("first")+`"}]}`)
	write(manifest, `{"`+sha(stores)+`":"`+stores+`"}`)
	said := &journal{}
	url, _, _ := start(t, Config{
		Supergraph: marketFile(t), SubgraphURLs: urls, ReloadEvery: 5 * time.Millisecond, Log: slog.New(slog.NewTextHandler(said, nil)),
		Edge: Edge{APIKeys: keys, PersistedOperations: manifest},
	})
	url += "/graphql"
	status := func(key, query string) int {
		t.Helper()
		got, _, _ := send(t, http.MethodPost, url, "X-Api-Key: "+key, `{"query":"`+query+`"}`)
		return got
	}
	if first, second, other := status("first", stores), status("second", stores), status("first", ids); first != 200 || second != 401 || other != 403 {
		t.Errorf("at first: %d, %d, %d", first, second, other)
	}

	write(keys, `{"keys":[{"name":"two","sha256":"`+sha("second")+`"}]}`)
	eventually(t, "the second key is good", func() bool { return status("second", stores) == 200 })
	if first := status("first", stores); first != 401 {
		t.Errorf("the key that is gone: %d", first)
	}
	write(keys, `{"keys":[{"name":"two"}]}`)
	eventually(t, "the wrong keys are refused", func() bool { return said.count("API keys refused") == 1 })
	if second := status("second", stores); second != 200 {
		t.Errorf("the key from before: %d", second)
	}

	write(manifest, `{"`+sha(ids)+`":"`+ids+`"}`)
	eventually(t, "the second operation is known", func() bool { return status("second", ids) == 200 })
	if first := status("second", stores); first != 403 {
		t.Errorf("the operation that is gone: %d", first)
	}
	write(manifest, `{}`)
	eventually(t, "the wrong manifest is refused", func() bool { return said.count("persisted operations refused") == 1 })
	if second := status("second", ids); second != 200 {
		t.Errorf("the operation from before: %d", second)
	}
	if n := said.count("API keys refused"); n != 1 || said.count(sha("second")) > 0 {
		t.Errorf("%d lines about the keys", n)
	}
}
