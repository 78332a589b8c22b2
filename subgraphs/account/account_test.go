package account_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/subgraphs/account"
)

// The whole service, over real sockets: a member of its seed signs in, its keys are published, and it stops
// when it is told to.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	members := `[{"id":"mem_1","name":"민지","email":"minji@bloom.test","password":"bloom-demo-1","roles":["MEMBER"],"locale":"KO"}]`
	if err := os.WriteFile(filepath.Join(dir, "members.json"), []byte(members), 0o600); err != nil {
		t.Fatal(err)
	}
	tokenKey, public, err := identity.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	database := testenv.DatabaseURL(t, "account")
	var log strings.Builder
	listening, stopped := make(chan net.Addr, 1), make(chan error, 1)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go func() {
		stopped <- account.Run(ctx, account.Config{
			Addr: "127.0.0.1:0", DatabaseURL: database, IdentityPublicKey: public,
			TokenKey: tokenKey, Issuer: "bloom-test", LimitSignIns: true, SeedDir: dir,
			Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})), Listening: func(a net.Addr) { listening <- a },
		})
	}()
	var base string
	select {
	case addr := <-listening:
		base = "http://" + addr.String()
	case err := <-stopped:
		t.Fatalf("it did not start: %v", err)
	}
	for _, test := range []struct{ method, path, body, has string }{
		{http.MethodGet, "/health/ready", "", ""},
		{http.MethodGet, "/.well-known/jwks.json", "", `"crv":"Ed25519"`},
		{http.MethodPost, "/graphql", `{"query":"mutation { signIn(input: {email: \"minji@bloom.test\", password: \"bloom-demo-1\"}) { session { member { name } } } }"}`, "민지"},
		{http.MethodPost, "/graphql", `{"query":"mutation { signIn(input: {email: \"minji@bloom.test\", password: \"not-the-one\"}) { userErrors { code } } }"}`, "BAD_CREDENTIALS"},
	} {
		r, err := http.NewRequestWithContext(t.Context(), test.method, base+test.path, strings.NewReader(test.body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != http.StatusOK || !strings.Contains(string(body), test.has) {
			t.Errorf("%s answers %d, %v: %s", test.path, answer.StatusCode, err, body)
		}
	}
	stop()
	if err := <-stopped; err != nil {
		t.Errorf("stopped with %v", err)
	}
	for _, secret := range []string{"bloom-demo-1", "not-the-one", "minji@bloom.test"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("%q is in the log", secret)
		}
	}
}
