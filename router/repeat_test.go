package router

import (
	"io"
	"net/http"
	"sync/atomic"
	"testing"
)

// TestErrorsAskNothingTwice has a subgraph answer with an error, which the engine has to put into words: it
// works on the answers that were had, and asks no subgraph again.
func TestErrorsAskNothingTwice(t *testing.T) {
	var asked atomic.Int64
	url, _ := market(t, Config{}, map[string]http.Handler{"members": http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"errors":[{"message":"not today","path":["me","name"],"extensions":{"code":"RESTING"}}],"data":{"me":{"name":null}}}`)
	})})
	got := post(t, url, `{ me { name } stores { name } }`, nil)
	errors, _ := got["errors"].([]any)
	data, _ := got["data"].(map[string]any)
	if len(errors) != 1 || data == nil || data["stores"] == nil {
		t.Errorf("got %s", text(got))
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("the subgraph was asked %d times", n)
	}
}
