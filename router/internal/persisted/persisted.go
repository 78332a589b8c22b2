// Package persisted knows operations by a short name, so that clients need not send their text: those of a
// manifest, and those that a client registered itself (automatic persisted queries, by their SHA-256).
package persisted

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/blooming-blooms/bloom/router/internal/accept"
	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/outage"
	"github.com/blooming-blooms/bloom/router/internal/recent"
)

// The codes that clients of automatic persisted queries know; those of the safelist are Apollo Router's.
const (
	NotFound     = "PERSISTED_QUERY_NOT_FOUND"
	NotSupported = "PERSISTED_QUERY_NOT_SUPPORTED"
	NotInList    = "PERSISTED_QUERY_NOT_IN_LIST"
	NotSafe      = "QUERY_NOT_IN_SAFELIST"
)

const (
	// maxText is the longest query, in bytes, that can be registered; remembered bounds all of them.
	maxText    = 64 << 10
	remembered = 16 << 20
	// kept is how long Redis keeps a query that nobody asks for.
	kept = 24 * time.Hour
	// patience is how long Redis may take: asking the client for the text is no great loss.
	patience = 100 * time.Millisecond
	// rest is how long Redis is left alone when it did not answer.
	rest = time.Second
)

// Options say what is known.
type Options struct {
	// Manifest has the operations that are known beforehand; may be nil. Take replaces it.
	Manifest Manifest
	// Only the manifest's operations are let through.
	Only bool
	// Automatic lets clients register operations.
	Automatic bool
	// Redis shares registered operations between replicas; nil keeps them in memory only.
	Redis *redis.Client
	Log   *slog.Logger
}

// Store finds the text of operations; it is for concurrent use.
type Store struct {
	Options
	listed atomic.Pointer[list]
	texts  *recent.Map[string]
	away   outage.Outage
}

// New makes a store.
func New(o Options) *Store {
	s := &Store{Options: o, texts: recent.New[string](remembered)}
	s.Take(o.Manifest)
	return s
}

// list is a manifest with the hashes of its texts.
type list struct {
	texts Manifest
	safe  map[[sha256.Size]byte]bool
}

// Take makes the manifest's operations those that are known beforehand.
func (s *Store) Take(m Manifest) {
	l := &list{m, make(map[[sha256.Size]byte]bool, len(m))}
	for _, text := range m {
		l.safe[sha256.Sum256([]byte(strings.TrimSpace(text)))] = true
	}
	s.listed.Store(l)
}

// Resolve gives the request its text, where it has only the name of an operation. It refuses what is not
// known, and what is not on the list where only that is let through.
func (s *Store) Resolve(ctx context.Context, req *accept.Request) *answer.Refusal {
	known := s.listed.Load()
	if req.PersistedID == "" {
		if s.Only && !known.safe[sha256.Sum256([]byte(strings.TrimSpace(req.Query)))] {
			return refusal(http.StatusForbidden, NotSafe, "this operation is not on the list of known ones")
		}
		return nil
	}
	if text, ok := known.texts[req.PersistedID]; ok {
		if req.Query != "" && strings.TrimSpace(req.Query) != strings.TrimSpace(text) {
			return answer.Malformed(http.StatusBadRequest, "provided sha does not match query")
		}
		req.Query = text
		return nil
	}
	switch {
	case s.Only:
		return refusal(http.StatusNotFound, NotInList, "this operation is not on the list of known ones")
	case !s.Automatic:
		return refusal(http.StatusOK, NotSupported, "PersistedQueryNotSupported")
	case req.Query != "":
		if req.PersistedID != hash(req.Query) {
			return answer.Malformed(http.StatusBadRequest, "provided sha does not match query")
		}
		return nil
	}
	text, ok := s.find(ctx, req.PersistedID)
	if !ok {
		return refusal(http.StatusOK, NotFound, "PersistedQueryNotFound")
	}
	req.Query = text
	return nil
}

// Remember registers the operation of a request that was found to be valid, if the client wishes it. What is
// not valid is never kept, or anybody could push out what others use.
func (s *Store) Remember(ctx context.Context, req *accept.Request) {
	if req.PersistedID == "" || !s.Automatic || len(req.Query) > maxText || s.listed.Load().texts[req.PersistedID] != "" {
		return
	}
	if _, ok := s.texts.Get(req.PersistedID); ok {
		return
	}
	s.texts.Put(req.PersistedID, req.Query, len(req.Query)+len(req.PersistedID))
	if !s.reachable() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	s.note(ctx, s.Redis.Set(ctx, key(req.PersistedID), req.Query, kept).Err())
}

func (s *Store) find(ctx context.Context, id string) (string, bool) {
	if text, ok := s.texts.Get(id); ok {
		return text, true
	}
	if !s.reachable() || len(id) != hex.EncodedLen(sha256.Size) {
		return "", false
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	text, err := s.Redis.GetEx(ctx, key(id), kept).Result()
	s.note(ctx, err)
	if err != nil {
		return "", false
	}
	// Others write there too: what is executed is what the client named, whoever wrote it.
	return text, hash(text) == id
}

func (s *Store) reachable() bool { return s.Redis != nil && !s.away.Resting() }

// note says in the log once that Redis is away, and once that it is back.
func (s *Store) note(ctx context.Context, err error) {
	switch {
	case err == nil || err == redis.Nil:
		if s.away.Answered() {
			s.Log.InfoContext(ctx, "persisted queries: Redis answers again")
		}
	case context.Cause(ctx) == context.Canceled: // the client has just left
	case s.away.Failed(rest):
		s.Log.WarnContext(ctx, "persisted queries: Redis did not answer; until it does, this replica's memory is used alone", "error", err)
	}
}

func key(id string) string { return "router:apq:" + id }

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// refusal has its status whatever the client accepts: clients look for the code, and at 200 for NotFound.
func refusal(status int, code, message string) *answer.Refusal {
	return &answer.Refusal{Status: status, Errors: []answer.Error{answer.New(code, message)}}
}
