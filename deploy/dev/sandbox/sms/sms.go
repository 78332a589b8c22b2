// Package sms is an SMS carrier to try things with: it sends nothing and shows what it would have sent.
package sms

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/blooming-blooms/bloom/deploy/dev/sandbox/journal"
)

// Carrier serves the carrier's HTTP interface:
//
//	POST /v1/messages    Idempotency-Key, {"to","text","notificationId"}
//	GET  /dev/sms        [{"to","text","at","notificationId"}], the latest first; ?to= and ?limit= narrow it
//
// The same key sends once: it gives the same answer again, and 422 with other input.
type Carrier struct {
	mux *http.ServeMux

	mu      sync.Mutex
	sent    []message // in the order of sending
	keys    map[string]int
	journal *journal.Journal
}

type content struct {
	To             string `json:"to"`
	Text           string `json:"text"`
	NotificationID string `json:"notificationId"`
}

type message struct {
	content
	At  time.Time `json:"at"`
	Key string    `json:"key"`
}

// shown is a message as it is listed; its key is the sender's secret.
type shown struct {
	content
	At time.Time `json:"at"`
}

const (
	maxBody = 16 << 10
	maxKey  = 255
	maxList = 10_000
	// someList is more than a page shows, so that whoever looks for one message finds it.
	someList = 1_000
)

// Open takes up what was sent before from the file at path, or begins it.
func Open(path string) (*Carrier, error) {
	c := &Carrier{mux: http.NewServeMux(), keys: map[string]int{}}
	var err error
	c.journal, err = journal.Open(path, func(line []byte) error {
		var m message
		if err := json.Unmarshal(line, &m); err != nil {
			return err
		}
		c.keep(m)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("sms carrier: %w", err)
	}
	c.mux.HandleFunc("POST /v1/messages", c.send)
	c.mux.HandleFunc("GET /dev/sms", c.list)
	return c, nil
}

// Close lets go of the file.
func (c *Carrier) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.journal.Close()
}

// ServeHTTP implements http.Handler.
func (c *Carrier) ServeHTTP(w http.ResponseWriter, r *http.Request) { c.mux.ServeHTTP(w, r) }

func (c *Carrier) keep(m message) {
	c.keys[m.Key] = len(c.sent)
	c.sent = append(c.sent, m)
}

func (c *Carrier) send(w http.ResponseWriter, r *http.Request) {
	key := r.Header.Get("Idempotency-Key")
	if key == "" || len(key) > maxKey {
		refuse(w, http.StatusBadRequest, "idempotency_key_missing")
		return
	}
	var asked content
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&asked); err != nil || asked.To == "" || asked.Text == "" {
		refuse(w, http.StatusBadRequest, "invalid")
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	number, known := c.keys[key]
	if !known {
		m := message{content: asked, At: time.Now().UTC(), Key: key}
		if err := c.journal.Append(m); err != nil {
			refuse(w, http.StatusInternalServerError, "internal")
			return
		}
		number = len(c.sent)
		c.keep(m)
	}
	if c.sent[number].content != asked {
		refuse(w, http.StatusUnprocessableEntity, "idempotency_key_reused")
		return
	}
	answer(w, map[string]string{"id": fmt.Sprintf("sms_%08d", number+1), "status": "sent"})
}

func (c *Carrier) list(w http.ResponseWriter, r *http.Request) {
	limit, to := someList, r.URL.Query().Get("to")
	if asked := r.URL.Query().Get("limit"); asked != "" {
		var err error
		if limit, err = strconv.Atoi(asked); err != nil || limit < 1 || limit > maxList {
			refuse(w, http.StatusBadRequest, "invalid")
			return
		}
	}
	listed := []shown{}
	c.mu.Lock()
	for i := len(c.sent) - 1; i >= 0 && len(listed) < limit; i-- {
		if m := c.sent[i]; to == "" || m.To == to {
			listed = append(listed, shown{m.content, m.At})
		}
	}
	c.mu.Unlock()
	answer(w, listed)
}

func answer(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body) // a caller that went away can ask again
}

func refuse(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": code})
}
