// Package reload watches files, such as the supergraph, and hands over what is in them, once it is something
// else than before.
package reload

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"
)

// maxFile bounds a file, in bytes: it may be any that an operator names by mistake.
const maxFile = 64 << 20

// settled is how old a file has to be for its time to tell whether it changed: two writes within a tick of
// the file system's clock leave the same time.
const settled = 3 * time.Second

// Read reads a file.
func Read(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	switch {
	case err != nil:
		return nil, err
	case len(text) > maxFile:
		return nil, fmt.Errorf("%s is larger than %d MiB", path, maxFile>>20)
	}
	return text, nil
}

// Watcher looks after one file.
type Watcher struct {
	// What is in the file, for the log.
	What string
	Path string
	// Every is how often it looks.
	Every time.Duration
	// Now makes it look at once, even if the file seems to be the same; may be nil.
	Now <-chan os.Signal
	// Take makes what is in the file serve, or says why it can't; then whatever served before goes on.
	Take func(ctx context.Context, text []byte) error
	// Refused is told of a file that can't be read or taken; may be nil.
	Refused func()
	Log     *slog.Logger

	hash [sha256.Size]byte
	last os.FileInfo
}

// Run watches until ctx ends. serving is what was in the file when the process began.
func (w *Watcher) Run(ctx context.Context, serving []byte) error {
	w.hash = sha256.Sum256(serving)
	tick := time.NewTicker(w.Every)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			w.once(ctx, false)
		case <-w.Now:
			w.once(ctx, true)
		case <-ctx.Done():
			return nil
		}
	}
}

// once looks at the file. One that is refused is not tried again until it is another, or until it is asked
// to, so that the log says it once.
func (w *Watcher) once(ctx context.Context, asked bool) {
	info, err := os.Stat(w.Path)
	if err == nil && !asked && w.last != nil && same(info, w.last) && time.Since(info.ModTime()) > settled {
		return
	}
	gone := w.last == nil && w.hash == [sha256.Size]byte{}
	text, err := Read(w.Path)
	if err != nil {
		if !gone || asked {
			w.refuse(ctx, err)
		}
		w.last, w.hash = nil, [sha256.Size]byte{}
		return
	}
	w.last = info
	hash := sha256.Sum256(text)
	if hash == w.hash && !asked {
		return
	}
	w.hash = hash
	if err := w.Take(ctx, text); err != nil && ctx.Err() == nil {
		w.refuse(ctx, err)
	}
}

func (w *Watcher) refuse(ctx context.Context, err error) {
	w.Log.ErrorContext(ctx, w.What+" refused; what was before serves on", "path", w.Path, "error", err)
	if w.Refused != nil {
		w.Refused()
	}
}

func same(a, b os.FileInfo) bool {
	return a.ModTime().Equal(b.ModTime()) && a.Size() == b.Size() && os.SameFile(a, b)
}
