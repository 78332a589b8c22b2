package reload

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// watched is a watcher of a file, and what it did.
type watched struct {
	t       *testing.T
	path    string
	now     chan os.Signal
	taken   chan string
	refused chan struct{}
}

func watch(t *testing.T, every time.Duration) *watched {
	t.Helper()
	w := &watched{t: t, path: filepath.Join(t.TempDir(), "supergraph.graphql"), now: make(chan os.Signal), taken: make(chan string, 8), refused: make(chan struct{}, 8)}
	w.write("first")
	watcher := &Watcher{What: "file", Path: w.path, Every: every, Now: w.now, Log: slog.New(slog.DiscardHandler),
		Take: func(_ context.Context, sdl []byte) error {
			if string(sdl) == "bad" {
				return errors.New("bad")
			}
			w.taken <- string(sdl)
			return nil
		},
		Refused: func() { w.refused <- struct{}{} },
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- watcher.Run(ctx, []byte("first")) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return w
}

func (w *watched) write(text string) {
	w.t.Helper()
	fresh := w.path + ".new"
	if err := os.WriteFile(fresh, []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
	if err := os.Rename(fresh, w.path); err != nil {
		w.t.Fatal(err)
	}
}

func (w *watched) takes(want string) {
	w.t.Helper()
	select {
	case got := <-w.taken:
		if got != want {
			w.t.Errorf("took %q, want %q", got, want)
		}
	case <-w.refused:
		w.t.Errorf("refused %q", want)
	case <-time.After(10 * time.Second):
		w.t.Fatalf("did not take %q", want)
	}
}

func (w *watched) refuses() {
	w.t.Helper()
	select {
	case got := <-w.taken:
		w.t.Errorf("took %q", got)
	case <-w.refused:
	case <-time.After(10 * time.Second):
		w.t.Fatal("did not refuse")
	}
}

func TestWatch(t *testing.T) {
	w := watch(t, time.Millisecond)
	w.write("second")
	w.takes("second")
	w.write("second") // another file with the same in it
	w.write("bad")
	w.refuses()
	w.write("second") // what serves on was not taken anew, but is asked for
	w.takes("second")
	if err := os.Remove(w.path); err != nil {
		t.Fatal(err)
	}
	w.refuses()
	w.write("third")
	w.takes("third")
	if len(w.taken)+len(w.refused) > 0 {
		t.Errorf("%d more taken, %d more refused", len(w.taken), len(w.refused))
	}
}

// TestAtASignal wants the file looked at by a watcher that never does by itself.
func TestAtASignal(t *testing.T) {
	w := watch(t, time.Hour)
	w.write("second")
	w.now <- syscall.SIGHUP
	w.takes("second")
	w.now <- syscall.SIGHUP
	w.takes("second")
}

// TestFan wants a signal at each of those that wait for it, and nothing to wait for one that does not look.
func TestFan(t *testing.T) {
	from := make(chan os.Signal)
	to := Fan(t.Context(), from, 2)
	for range 3 {
		from <- syscall.SIGHUP
		<-to[0]
	}
	<-to[1]
	if len(to[1]) > 0 {
		t.Error("signals wait in a queue")
	}
}

func TestTooLarge(t *testing.T) {
	path := filepath.Join(t.TempDir(), "large")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Truncate(maxFile+1), f.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(path); err == nil {
		t.Error("it was read")
	}
}
