package front

import (
	"embed"
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

//go:embed pages/playground.html pages/playground.js
var pages embed.FS

//go:embed pages/playground-missing.html
var missing []byte

// vendored is what GraphiQL is made of, by the name it is served under. Only these files of node_modules are
// served.
var vendored = map[string]string{
	"react.js":       "react/umd/react.production.min.js",
	"react-dom.js":   "react-dom/umd/react-dom.production.min.js",
	"graphiql.js":    "graphiql/graphiql.min.js",
	"graphiql.css":   "graphiql/graphiql.min.css",
	"graphql-sse.js": "graphql-sse/umd/graphql-sse.min.js",
}

// policy lets GraphiQL do what it needs, and load nothing from anywhere else.
const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:"

func playground(dir string) http.Handler {
	modules := filepath.Join(dir, "node_modules")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/playground/")
		w.Header().Set("Cache-Control", "no-cache")
		if file, ok := vendored[name]; ok {
			http.ServeFile(w, r, filepath.Join(modules, filepath.FromSlash(file)))
			return
		}
		switch name {
		case "":
			w.Header().Set("Content-Security-Policy", policy)
			if _, err := os.Stat(filepath.Join(modules, "graphiql")); err != nil {
				page(w, http.StatusServiceUnavailable, missing)
				return
			}
			http.ServeFileFS(w, r, pages, "pages/playground.html")
		case "playground.js":
			http.ServeFileFS(w, r, pages, "pages/playground.js")
		default:
			http.NotFound(w, r)
		}
	})
}
