package front

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"os"
	"path"
	"strings"
	"sync"
	"time"
)

//go:embed pages/unbuilt.html
var unbuilt []byte

// static serves a single-page application from a folder.
type static struct {
	files fs.FS

	mu     sync.Mutex
	packed map[string]packed
}

// packed is a file in gzip, as it was when it was last changed.
type packed struct {
	changed time.Time
	body    []byte
}

func newStatic(dir string) http.Handler {
	return &static{files: os.DirFS(dir), packed: map[string]packed{}}
}

func (s *static) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	body, info, err := s.read(name)
	if err != nil && path.Ext(name) == "" {
		// Every address without a file is a page of the application, which finds out by itself which one.
		name = "index.html"
		body, info, err = s.read(name)
		if errors.Is(err, fs.ErrNotExist) {
			page(w, http.StatusServiceUnavailable, unbuilt)
			return
		}
	}
	if err != nil {
		http.NotFound(w, r)
		return
	}
	header := w.Header()
	header.Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	header.Set("Cache-Control", lifetime(name))
	header.Set("Vary", "Accept-Encoding")
	tag := fmt.Sprintf("%x-%x", info.ModTime().UnixNano(), info.Size())
	if compressible(name) && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		if body, err = s.pack(name, info.ModTime(), body); err != nil {
			http.Error(w, "could not be compressed", http.StatusInternalServerError)
			return
		}
		header.Set("Content-Encoding", "gzip")
		tag += "-gzip"
	}
	header.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, name, info.ModTime(), bytes.NewReader(body))
}

func (s *static) read(name string) ([]byte, fs.FileInfo, error) {
	if !fs.ValidPath(name) {
		return nil, nil, fs.ErrNotExist
	}
	info, err := fs.Stat(s.files, name)
	if err != nil {
		return nil, nil, err
	}
	if info.IsDir() {
		return nil, nil, fs.ErrNotExist
	}
	body, err := fs.ReadFile(s.files, name)
	return body, info, err
}

// pack compresses a file once for each time that it is built; a folder has a bounded number of files.
func (s *static) pack(name string, changed time.Time, body []byte) ([]byte, error) {
	s.mu.Lock()
	known, ok := s.packed[name]
	s.mu.Unlock()
	if ok && known.changed.Equal(changed) {
		return known.body, nil
	}
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	if _, err := zip.Write(body); err != nil {
		return nil, err
	}
	if err := zip.Close(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.packed[name] = packed{changed, out.Bytes()}
	return out.Bytes(), nil
}

// lifetime in a browser's cache: a file in assets/ has the hash of its content in its name and never changes.
func lifetime(name string) string {
	if strings.HasPrefix(name, "assets/") {
		return "public, max-age=31536000, immutable"
	}
	return "no-cache"
}

func compressible(name string) bool {
	switch path.Ext(name) {
	case ".html", ".js", ".mjs", ".css", ".svg", ".json", ".webmanifest", ".txt", ".xml":
		return true
	}
	return false
}

func page(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}
