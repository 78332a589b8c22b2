package card

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// network is a sandbox on a socket, which can be restarted.
type network struct {
	t    *testing.T
	path string
	card *Network
	http *httptest.Server
}

func open(t *testing.T) *network {
	t.Helper()
	n := &network{t: t, path: filepath.Join(t.TempDir(), "card.jsonl")}
	n.start()
	t.Cleanup(n.stop)
	return n
}

func (n *network) start() {
	n.t.Helper()
	var err error
	if n.card, err = Open(n.path); err != nil {
		n.t.Fatal(err)
	}
	n.http = httptest.NewServer(n.card)
}

func (n *network) stop() {
	if err := n.card.Close(); err != nil {
		n.t.Error(err)
	}
	n.http.Close()
}

func (n *network) call(ctx context.Context, method, path, key, body string) (int, map[string]any, error) {
	n.t.Helper()
	r, err := http.NewRequestWithContext(ctx, method, n.http.URL+path, bytes.NewBufferString(body))
	if err != nil {
		n.t.Fatal(err)
	}
	r.Header.Set("Idempotency-Key", key)
	resp, err := n.http.Client().Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	var got map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&got); err != nil {
		n.t.Fatalf("%s %s: %v", method, path, err)
	}
	return resp.StatusCode, got, nil
}

// expect calls and checks the status.
func (n *network) expect(status int, method, path, key, body string) map[string]any {
	n.t.Helper()
	got, answer, err := n.call(n.t.Context(), method, path, key, body)
	if err != nil {
		n.t.Fatal(err)
	}
	if got != status {
		n.t.Fatalf("%s %s with %q: %d %v, not %d", method, path, key, got, answer, status)
	}
	return answer
}

func (n *network) ledger() []payment {
	n.t.Helper()
	resp, err := n.http.Client().Get(n.http.URL + "/v1/payments?limit=1000")
	if err != nil {
		n.t.Fatal(err)
	}
	defer resp.Body.Close()
	var listed []payment
	if err := json.NewDecoder(resp.Body).Decode(&listed); err != nil {
		n.t.Fatal(err)
	}
	return listed
}

func asking(token, amount string) string {
	return `{"token":"` + token + `","amount":` + amount + `,"currency":"KRW","reference":"ord_1"}`
}

func TestTokens(t *testing.T) {
	n := open(t)
	first := n.expect(200, "POST", "/v1/payments", "a", asking("tok_ok", "42000"))
	if again := n.expect(200, "POST", "/v1/payments", "a", asking("tok_ok", "42000")); again["id"] != first["id"] {
		t.Errorf("the same key gave %v and %v", first["id"], again["id"])
	}
	n.expect(422, "POST", "/v1/payments", "a", asking("tok_ok", "42001"))
	for range 2 {
		n.expect(402, "POST", "/v1/payments", "b", asking("tok_declined", "42000"))
	}
	n.expect(400, "POST", "/v1/payments", "c", asking("tok_of_nobody", "42000"))
	n.expect(503, "POST", "/v1/payments", "d", asking("tok_flaky", "42000"))
	n.expect(503, "POST", "/v1/payments", "d", asking("tok_flaky", "42000"))
	n.expect(200, "POST", "/v1/payments", "d", asking("tok_flaky", "42000"))

	n.expect(200, "GET", "/v1/payments/a", "", "")
	n.expect(404, "GET", "/v1/payments/b", "", "")
	n.expect(200, "GET", "/v1/tokens/tok_declined", "", "")
	n.expect(404, "GET", "/v1/tokens/tok_of_nobody", "", "")
	if got := n.ledger(); len(got) != 2 {
		t.Errorf("%d payments, not 2: %v", len(got), got)
	}
}

func TestRefused(t *testing.T) {
	n := open(t)
	n.expect(400, "POST", "/v1/payments", "", asking("tok_ok", "42000"))
	n.expect(400, "POST", "/v1/payments", "a", "no JSON")
	n.expect(400, "POST", "/v1/payments", "a", asking("tok_ok", "0"))
	n.expect(400, "POST", "/v1/payments", "a", asking("tok_ok", "-1"))
	if got := n.ledger(); len(got) != 0 {
		t.Errorf("charged all the same: %v", got)
	}
}

func TestLostAnswer(t *testing.T) {
	n := open(t)
	impatient, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	t.Cleanup(cancel)
	if _, answer, err := n.call(impatient, "POST", "/v1/payments", "a", asking("tok_timeout", "42000")); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("the first call was answered: %v, %v", answer, err)
	}
	if got := n.expect(200, "POST", "/v1/payments", "a", asking("tok_timeout", "42000")); got["status"] != "captured" {
		t.Errorf("the second call: %v", got)
	}
	if got := n.ledger(); len(got) != 1 {
		t.Errorf("%d payments, not 1", len(got))
	}
}

func TestOneCaptureForManyCalls(t *testing.T) {
	n := open(t)
	var calls sync.WaitGroup
	for range 50 {
		calls.Go(func() {
			if status, answer, err := n.call(t.Context(), "POST", "/v1/payments", "a", asking("tok_ok", "42000")); err != nil || status != 200 {
				t.Errorf("%d %v %v", status, answer, err)
			}
		})
	}
	calls.Wait()
	if got := n.ledger(); len(got) != 1 {
		t.Errorf("%d payments, not 1", len(got))
	}
}

func TestRefunds(t *testing.T) {
	n := open(t)
	n.expect(200, "POST", "/v1/payments", "a", asking("tok_ok", "1000"))
	n.expect(404, "POST", "/v1/payments/z/refunds", "r0", `{"amount":1}`)
	n.expect(422, "POST", "/v1/payments/a/refunds", "r1", `{"amount":1001}`)
	for range 2 {
		n.expect(200, "POST", "/v1/payments/a/refunds", "r2", `{"amount":400}`)
	}
	n.expect(422, "POST", "/v1/payments/a/refunds", "r2", `{"amount":500}`)
	n.expect(422, "POST", "/v1/payments/a/refunds", "r3", `{"amount":601}`)
	n.expect(200, "POST", "/v1/payments/a/refunds", "r3", `{"amount":600}`)
	if got := n.expect(200, "GET", "/v1/payments/a", "", ""); got["refunded"] != 1000.0 || got["status"] != "refunded" {
		t.Errorf("after the refunds: %v", got)
	}
}

func TestLedgerSurvives(t *testing.T) {
	n := open(t)
	n.expect(200, "POST", "/v1/payments", "a", asking("tok_ok", "1000"))
	n.expect(402, "POST", "/v1/payments", "b", asking("tok_declined", "1000"))
	n.expect(200, "POST", "/v1/payments/a/refunds", "r", `{"amount":300}`)
	before := n.ledger()
	n.stop()
	// What a process that was killed while it wrote leaves behind.
	file, err := os.OpenFile(n.path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString(`{"captured":{"key":"c"`); err != nil {
		t.Fatal(err)
	}
	file.Close()

	n.start()
	if after := n.ledger(); len(after) != 1 || after[0] != before[0] {
		t.Errorf("before %v, after %v", before, after)
	}
	n.expect(402, "POST", "/v1/payments", "b", asking("tok_declined", "1000"))
	n.expect(422, "POST", "/v1/payments/a/refunds", "r2", `{"amount":701}`)
	if second := n.expect(200, "POST", "/v1/payments", "d", asking("tok_ok", "1000")); second["id"] == before[0].ID {
		t.Errorf("the id %v was given twice", second["id"])
	}
}
