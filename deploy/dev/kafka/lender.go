package kafka

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"sync"
)

// maxLent is how many brokers may be lent at the same time.
const maxLent = 64

// Lender lends a broker to each who asks, over HTTP: POST / starts one and says its address, DELETE /<address> ends
// it. A service reads all of its topics, so tests that run at the same time would hear each other on one broker.
type Lender struct {
	dir string

	mu   sync.Mutex
	lent map[string]*lent
	made int
}

type lent struct {
	broker *Broker
	dir    string
}

// NewLender keeps the brokers' logs in dir for as long as they are lent.
func NewLender(dir string) *Lender { return &Lender{dir: dir, lent: map[string]*lent{}} }

// ServeHTTP implements http.Handler.
func (l *Lender) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Method == http.MethodPost && r.URL.Path == "/":
		address, err := l.lend()
		if err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		w.WriteHeader(http.StatusCreated)
		_, _ = fmt.Fprint(w, address)
	case r.Method == http.MethodDelete:
		if err := l.end(r.URL.Path[1:]); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	default:
		http.Error(w, "POST / starts a broker, DELETE /<address> ends it", http.StatusMethodNotAllowed)
	}
}

func (l *Lender) lend() (address string, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.lent) >= maxLent {
		return "", fmt.Errorf("%d brokers are lent; somebody forgets to give them back", maxLent)
	}
	l.made++
	dir := filepath.Join(l.dir, fmt.Sprint(l.made))
	broker, err := Start(dir)
	if err != nil {
		return "", err
	}
	l.lent[broker.Address()] = &lent{broker, dir}
	return broker.Address(), nil
}

func (l *Lender) end(address string) error {
	l.mu.Lock()
	known := l.lent[address]
	delete(l.lent, address)
	l.mu.Unlock()
	if known == nil {
		return nil // it was given back before
	}
	known.broker.Stop()
	return os.RemoveAll(known.dir)
}

// Stop ends the brokers that nobody gave back.
func (l *Lender) Stop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for address, known := range l.lent {
		known.broker.Stop()
		delete(l.lent, address)
	}
}
