package observe

import "net/http"

// The outcomes of a request, as the metrics and the access log say them.
const (
	ok      = "ok"
	partly  = "errors"
	refused = "refused"
	failed  = "failed"
)

// response sees what becomes of a request.
type response struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// WriteHeader implements http.ResponseWriter.
func (w *response) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (w *response) Write(p []byte) (int, error) {
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}

// Unwrap is for http.ResponseController.
func (w *response) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *response) code() int {
	if w.status == 0 {
		return http.StatusOK
	}
	return w.status
}

func (r *Record) outcome() string {
	switch code := r.response.code(); {
	case code >= 500:
		return failed
	case code >= 400, r.operation.Kind == "" && !r.entered.IsZero(): // it may be said with 200, too
		return refused
	case r.incomplete.Load():
		return partly
	}
	return ok
}
