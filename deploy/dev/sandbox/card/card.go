// Package card is a card network to try things with: it takes no real money, remembers all that it took, and
// behaves as badly as a real one can. What it does depends on the token; see the constants.
package card

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// Network serves the card network's HTTP interface:
//
//	POST /v1/payments                  Idempotency-Key, {"token","amount","currency":"KRW","reference"}
//	GET  /v1/payments/{key}            the payment captured with the key, or 404
//	POST /v1/payments/{key}/refunds    Idempotency-Key, {"amount"}
//	GET  /v1/payments?after=&limit=    the ledger, in the order of capture
//	GET  /v1/tokens/{token}            200, or 404 when it is unknown
//
// An error is {"error": code}. The same key never captures twice: it gives the same result again, and 422
// with other input.
type Network struct {
	ledger *ledger
	mux    *http.ServeMux
	closed chan struct{}
}

const (
	maxBody  = 16 << 10
	maxKey   = 255
	maxList  = 10_000
	someList = 100
)

// Open takes up the ledger kept in the file at path, or begins one.
func Open(path string) (*Network, error) {
	books, err := openLedger(path, time.Now)
	if err != nil {
		return nil, fmt.Errorf("card network: %w", err)
	}
	n := &Network{ledger: books, mux: http.NewServeMux(), closed: make(chan struct{})}
	n.mux.HandleFunc("POST /v1/payments", n.pay)
	n.mux.HandleFunc("GET /v1/payments", n.list)
	n.mux.HandleFunc("GET /v1/payments/{key}", n.find)
	n.mux.HandleFunc("POST /v1/payments/{key}/refunds", n.refund)
	n.mux.HandleFunc("GET /v1/tokens/{token}", n.token)
	return n, nil
}

// Close lets go of the callers that are kept waiting, and of the ledger's file.
func (n *Network) Close() error {
	close(n.closed)
	n.ledger.mu.Lock()
	defer n.ledger.mu.Unlock()
	return n.ledger.journal.Close()
}

// ServeHTTP implements http.Handler.
func (n *Network) ServeHTTP(w http.ResponseWriter, r *http.Request) { n.mux.ServeHTTP(w, r) }

func (n *Network) pay(w http.ResponseWriter, r *http.Request) {
	var asked charge
	key, ok := n.read(w, r, &asked)
	if !ok {
		return
	}
	if asked.Amount <= 0 || asked.Currency != "KRW" || asked.Token == "" {
		refuse(w, http.StatusBadRequest, "invalid")
		return
	}
	paid, silent, err := n.ledger.pay(key, asked)
	if silent {
		select { // the answer that is lost on the way
		case <-r.Context().Done():
		case <-n.closed:
		}
		panic(http.ErrAbortHandler)
	}
	reply(w, paid, err)
}

func (n *Network) find(w http.ResponseWriter, r *http.Request) {
	paid, err := n.ledger.find(r.PathValue("key"))
	reply(w, paid, err)
}

func (n *Network) list(w http.ResponseWriter, r *http.Request) {
	limit := someList
	if asked := r.URL.Query().Get("limit"); asked != "" {
		var err error
		if limit, err = strconv.Atoi(asked); err != nil || limit < 1 || limit > maxList {
			refuse(w, http.StatusBadRequest, "invalid")
			return
		}
	}
	reply(w, n.ledger.list(r.URL.Query().Get("after"), limit), nil)
}

func (n *Network) refund(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Amount int64 `json:"amount"`
	}
	key, ok := n.read(w, r, &asked)
	if !ok {
		return
	}
	if asked.Amount <= 0 {
		refuse(w, http.StatusBadRequest, "invalid")
		return
	}
	given, err := n.ledger.giveBack(key, r.PathValue("key"), asked.Amount)
	reply(w, given, err)
}

func (n *Network) token(w http.ResponseWriter, r *http.Request) {
	if token := r.PathValue("token"); knownToken(token) {
		reply(w, map[string]string{"token": token}, nil)
		return
	}
	reply(w, nil, errNotFound)
}

// read takes the idempotency key and the body, or refuses the request.
func (n *Network) read(w http.ResponseWriter, r *http.Request, into any) (key string, ok bool) {
	key = r.Header.Get("Idempotency-Key")
	if key == "" || len(key) > maxKey {
		refuse(w, http.StatusBadRequest, "idempotency_key_missing")
		return "", false
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(into); err != nil {
		refuse(w, http.StatusBadRequest, "invalid")
		return "", false
	}
	return key, true
}

func reply(w http.ResponseWriter, body any, err error) {
	status := http.StatusOK
	switch {
	case err == nil:
	case errors.Is(err, errDeclined):
		status = http.StatusPaymentRequired
	case errors.Is(err, errUnknownToken):
		status = http.StatusBadRequest
	case errors.Is(err, errUnavailable):
		status = http.StatusServiceUnavailable
	case errors.Is(err, errOtherInput), errors.Is(err, errTooMuch):
		status = http.StatusUnprocessableEntity
	case errors.Is(err, errNotFound):
		status = http.StatusNotFound
	default:
		status, err = http.StatusInternalServerError, errors.New("internal")
	}
	if err != nil {
		refuse(w, status, err.Error())
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body) // a caller that went away can ask again
}

func refuse(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": code})
}
