// Package front puts everything that a browser asks for on one origin: the storefront, the graph, GraphiQL,
// pictures, and the SMS that would have been sent. It is for development; the router serves only the graph.
package front

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httputil"
	"net/url"
)

// Options say where the parts are.
type Options struct {
	// Router, Product and Gift are the base URLs of these services.
	Router, Product, Gift *url.URL
	// Storefront is the folder of the built storefront. It may be built while the front runs.
	Storefront string
	// Playground is the folder with package.json and node_modules of GraphiQL.
	Playground string
	// SMS answers /dev/sms.
	SMS http.Handler
	Log *slog.Logger
}

// New is the handler of the one origin:
//
//	/graphql         the router, streams included
//	/playground      GraphiQL
//	/dev/sms         the SMS that would have been sent
//	/media/cards/    pictures of gift's, /media/ all others, of product's
//	/                the storefront
func New(o Options) http.Handler {
	mux := http.NewServeMux()
	graph := proxy(o.Router, o.Log)
	mux.Handle("/graphql", graph)
	mux.Handle("/graphql/", graph)
	mux.Handle("/playground/", playground(o.Playground))
	mux.Handle("GET /playground", http.RedirectHandler("/playground/", http.StatusFound))
	mux.Handle("GET /dev/sms", o.SMS)
	mux.Handle("/media/cards/", proxy(o.Gift, o.Log))
	mux.Handle("/media/", proxy(o.Product, o.Log))
	mux.Handle("/", newStatic(o.Storefront))
	return secured(mux)
}

func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "strict-origin-when-cross-origin")
		next.ServeHTTP(w, r)
	})
}

// maxBody is more than the router takes, which refuses what is too large in its own words.
const maxBody = 16 << 20

// proxy passes requests on and what comes back as soon as it comes: a stream's events must not wait for each
// other in a buffer.
func proxy(to *url.URL, log *slog.Logger) http.Handler {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.Proxy = nil
	transport.MaxIdleConns, transport.MaxIdleConnsPerHost = 512, 512
	// Otherwise it would ask for gzip by itself and unpack it, and a stream's events would wait in there.
	transport.DisableCompression = true
	passOn := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			r.SetXForwarded()
			r.Out.Host = r.In.Host
		},
		Transport:     transport,
		FlushInterval: -1,
		ErrorLog:      slog.NewLogLogger(log.Handler(), slog.LevelDebug),
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			if r.Context().Err() != nil {
				return // the browser went away; nobody is there to read an answer
			}
			log.WarnContext(r.Context(), "passing on failed", "path", r.URL.Path, "error", err)
			w.Header().Set("Content-Type", "application/json; charset=utf-8")
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = w.Write([]byte(`{"errors":[{"message":"이 부분은 잠시 쉬고 있어요. 곧 다시 시도해 주세요.","extensions":{"code":"SUBGRAPH_UNAVAILABLE"}}]}`))
		},
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// Read to its end before it is passed on. The server takes the body away at the first byte of the answer,
		// while the last read of it may still be under way upstream: now and then that cut an answer off.
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if err != nil {
			w.Header().Set("Content-Type", "application/json; charset=utf-8")
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			_, _ = w.Write([]byte(`{"errors":[{"message":"요청이 너무 커요.","extensions":{"code":"TOO_COMPLEX"}}]}`))
			return
		}
		r.Body, r.ContentLength = http.NoBody, int64(len(body))
		if len(body) > 0 {
			r.Body = io.NopCloser(bytes.NewReader(body))
		}
		passOn.ServeHTTP(w, r)
	})
}
