package fetch

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
)

// TestSilence wants a subgraph that has sent heartbeats and then nothing to be taken for dead, and no other.
func TestSilence(t *testing.T) {
	for name, c := range map[string]struct {
		heartbeats int
		dead       bool
	}{"no heartbeat but the first": {1, false}, "heartbeats": {3, true}} {
		t.Run(name, func(t *testing.T) {
			quiet := make(chan struct{})
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				for range c.heartbeats {
					_, _ = io.WriteString(w, ":\n\n")
					_ = http.NewResponseController(w).Flush()
				}
				<-quiet
				_, _ = io.WriteString(w, "event: next\ndata: {}\n\n")
			}))
			t.Cleanup(server.Close)
			const least = 100 * time.Millisecond
			var speak *time.Timer
			if c.dead {
				t.Cleanup(func() { close(quiet) })
			} else {
				speak = time.AfterFunc(3*least, func() { close(quiet) })
				t.Cleanup(func() { speak.Stop() })
			}
			req, err := http.NewRequestWithContext(t.Context(), "POST", server.URL, strings.NewReader("{}"))
			if err != nil {
				t.Fatal(err)
			}
			resp, err := lean(Connections(time.Second)).RoundTrip(req)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			_, data, err := readEvent(bufio.NewReader(resp.Body), 1<<20, heartbeatsOf(resp, least).heard)
			if c.dead != errors.Is(err, os.ErrDeadlineExceeded) || !c.dead && string(data) != "{}" {
				t.Errorf("got %q, %v", data, err)
			}
		})
	}
}
