package accept

import (
	"net/http"
	"slices"
)

// CORS lets pages of the origins call next; "*" is any origin. Others may by what also says of a request;
// it may be nil. Credentials are never allowed: who calls says so in the Authorization header, which a page
// sets by itself.
func CORS(origins []string, also func(r *http.Request, origin string) bool, next http.Handler) http.Handler {
	if len(origins) == 0 && also == nil {
		return next
	}
	anyOrigin := slices.Contains(origins, "*")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		h := w.Header()
		h.Add("Vary", "Origin")
		if origin != "" && (anyOrigin || slices.Contains(origins, origin) || also != nil && also(r, origin)) {
			if anyOrigin {
				origin = "*"
			}
			h.Set("Access-Control-Allow-Origin", origin)
			h.Set("Access-Control-Expose-Headers", "ETag, Retry-After")
		}
		if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
			h.Add("Vary", "Access-Control-Request-Headers")
			h.Set("Access-Control-Allow-Methods", "GET, POST")
			h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Accept, Accept-Language, If-None-Match, X-Api-Key, traceparent")
			h.Set("Access-Control-Max-Age", "7200")
			w.WriteHeader(http.StatusNoContent)
			return
		}
		next.ServeHTTP(w, r)
	})
}
