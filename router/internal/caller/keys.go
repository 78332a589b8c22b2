package caller

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwk"
)

const (
	// keysLive is how long fetched keys are believed before they are fetched anew.
	keysLive = 5 * time.Minute
	// keysRest is the least time between two fetches: a token with a made-up kid must not make the router
	// ask the issuer each time.
	keysRest = 5 * time.Second
	// firstRest is the same while there are no keys yet: the issuer may be starting beside the router.
	firstRest = 250 * time.Millisecond
	// maxKeys bounds the document, in bytes.
	maxKeys = 1 << 20
)

// keys are the issuer's public keys, fetched when they are needed.
type keys struct {
	url    string
	client *http.Client

	mu       sync.Mutex
	set      jwk.Set
	fetched  time.Time // when the set was
	attempts time.Time // when a fetch was last tried
}

func newKeys(url string) *keys {
	return &keys{url: url, client: &http.Client{Timeout: 5 * time.Second}}
}

// get is the key with the id. An unknown one may be new: it is looked for once more at the issuer.
func (k *keys) get(ctx context.Context, kid string) (jwk.Key, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	key, known := k.find(kid)
	if known && time.Since(k.fetched) < keysLive {
		return key, nil
	}
	rest := keysRest
	if k.set == nil {
		rest = firstRest
	}
	if time.Since(k.attempts) < rest {
		return usable(key, known, k.set)
	}
	k.attempts = time.Now()
	if err := k.fetch(ctx); err != nil {
		if known {
			return key, nil // the issuer is away; what it signed before is still good
		}
		return nil, fmt.Errorf("%w: %w", errNoKeys, err)
	}
	key, known = k.find(kid)
	return usable(key, known, k.set)
}

func usable(key jwk.Key, known bool, set jwk.Set) (jwk.Key, error) {
	switch {
	case known:
		return key, nil
	case set == nil:
		return nil, errNoKeys
	}
	return nil, errors.New("no such key")
}

func (k *keys) find(kid string) (jwk.Key, bool) {
	if k.set == nil {
		return nil, false
	}
	if kid == "" && k.set.Len() == 1 {
		return k.set.Key(0)
	}
	return k.set.LookupKeyID(kid)
}

func (k *keys) fetch(ctx context.Context) error {
	// Others wait for this fetch too, so it goes on when the one who began it leaves.
	req, err := http.NewRequestWithContext(context.WithoutCancel(ctx), http.MethodGet, k.url, nil)
	if err != nil {
		return err
	}
	resp, err := k.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("the issuer answered %s", resp.Status)
	}
	raw, err := io.ReadAll(io.LimitReader(resp.Body, maxKeys))
	if err != nil {
		return err
	}
	set, err := jwk.Parse(raw)
	if err != nil {
		return err
	}
	k.set, k.fetched = set, time.Now()
	return nil
}
