// Package apikey knows third parties by the keys that they were given. A key says which frontend calls, not
// which member: it opens nothing that a guest could not see.
package apikey

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync/atomic"

	"github.com/blooming-blooms/bloom/router/internal/answer"
	"github.com/blooming-blooms/bloom/router/internal/ratelimit"
)

// Header carries the key.
const Header = "X-Api-Key"

// Key is one third party's.
type Key struct {
	// Name is for logs and metrics; it is no secret.
	Name string
	// Origins are the pages that may call with it; none: any may.
	Origins []string
	// Rate is for all that comes with the key.
	Rate ratelimit.Rate
}

// Keys are all that there are; nil has none, and takes no notice of the header. They may change while they are
// in use.
type Keys struct {
	current atomic.Pointer[map[[sha256.Size]byte]*Key]
}

// New reads keys: {"keys": [{"name", "sha256", "origins": [], "rate": "300/m"}]}. It has the hashes of the keys,
// not the keys, so that whoever reads the file can't call with them.
func New(file []byte) (*Keys, error) {
	k := &Keys{}
	return k, k.Take(file)
}

// Take makes those of the file the only ones, unless there is something wrong with it.
func (k *Keys) Take(file []byte) error {
	keys, err := parse(file)
	if err != nil {
		return fmt.Errorf("API keys: %w", err)
	}
	k.current.Store(&keys)
	return nil
}

func (k *Keys) byHash(sent string) *Key { return (*k.current.Load())[sha256.Sum256([]byte(sent))] }

func parse(raw []byte) (map[[sha256.Size]byte]*Key, error) {
	var file struct {
		Keys []struct {
			Name    string   `json:"name"`
			SHA256  string   `json:"sha256"`
			Origins []string `json:"origins"`
			Rate    string   `json:"rate"`
		} `json:"keys"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, errors.New("it is not an object with a list of keys")
	}
	out := map[[sha256.Size]byte]*Key{}
	names := map[string]bool{}
	for _, k := range file.Keys {
		if k.Name == "" || names[k.Name] {
			return nil, fmt.Errorf("each key needs a name of its own: %q", k.Name)
		}
		names[k.Name] = true
		sum, err := hex.DecodeString(k.SHA256)
		if err != nil || len(sum) != sha256.Size {
			return nil, fmt.Errorf("%s: sha256 should be the key's SHA-256 in hexadecimal", k.Name)
		}
		key := &Key{Name: k.Name, Origins: k.Origins}
		if k.Rate != "" {
			if key.Rate, err = ratelimit.ParseRate(k.Rate); err != nil {
				return nil, fmt.Errorf("%s: %w", k.Name, err)
			}
		}
		if out[[sha256.Size]byte(sum)] != nil {
			return nil, fmt.Errorf("%s: the same key has two names", k.Name)
		}
		out[[sha256.Size]byte(sum)] = key
	}
	return out, nil
}

// Identify is the key that the request was sent with; nil where there is none. It refuses unknown keys, and
// pages that may not use the key.
func (k *Keys) Identify(r *http.Request) (*Key, *answer.Refusal) {
	if k == nil {
		return nil, nil
	}
	sent := r.Header.Get(Header)
	if sent == "" {
		return nil, nil
	}
	key := k.byHash(sent)
	if key == nil {
		return nil, &answer.Refusal{Status: http.StatusUnauthorized, Errors: []answer.Error{answer.New(answer.Unauthenticated, "the API key is not known")}}
	}
	if origin := r.Header.Get("Origin"); origin != "" && !key.allows(origin) {
		return nil, &answer.Refusal{Status: http.StatusForbidden, Errors: []answer.Error{answer.New(answer.Forbidden, "the API key may not be used by pages of this origin")}}
	}
	return key, nil
}

// Limited tells whether any key has a rate.
func (k *Keys) Limited() bool {
	if k == nil {
		return false
	}
	for _, key := range *k.current.Load() {
		if !key.Rate.None() {
			return true
		}
	}
	return false
}

func (k *Key) allows(origin string) bool {
	return len(k.Origins) == 0 || slices.Contains(k.Origins, "*") || slices.Contains(k.Origins, origin)
}

// Allow tells whether a page of the origin may call, as far as keys are concerned. Before it does, its browser
// asks without saying with which key: then any key's origins will do.
func (k *Keys) Allow(r *http.Request, origin string) bool {
	if k == nil {
		return false
	}
	if sent := r.Header.Get(Header); sent != "" {
		key := k.byHash(sent)
		return key != nil && key.allows(origin)
	}
	if r.Method != http.MethodOptions {
		return false
	}
	for _, key := range *k.current.Load() {
		if key.allows(origin) {
			return true
		}
	}
	return false
}

type inContext struct{}

// With is the context of a request that was sent with the key.
func With(ctx context.Context, key *Key) context.Context {
	return context.WithValue(ctx, inContext{}, key)
}

// From is the key that the request of ctx was sent with; nil without one.
func From(ctx context.Context) *Key {
	key, _ := ctx.Value(inContext{}).(*Key)
	return key
}

// Name is that of the key which the request of ctx was sent with; empty without one.
func Name(ctx context.Context) string {
	if key := From(ctx); key != nil {
		return key.Name
	}
	return ""
}
