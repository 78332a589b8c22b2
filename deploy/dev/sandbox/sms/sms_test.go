package sms

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

func open(t *testing.T, path string) *Carrier {
	t.Helper()
	c, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func send(t *testing.T, c *Carrier, key, body string, status int) {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/v1/messages", strings.NewReader(body))
	r.Header.Set("Idempotency-Key", key)
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	if w.Code != status {
		t.Errorf("sending with key %q: %d, not %d: %s", key, w.Code, status, w.Body)
	}
}

func listed(t *testing.T, c *Carrier, path string) []map[string]string {
	t.Helper()
	w := httptest.NewRecorder()
	c.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	var got []map[string]string
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatalf("%s: %v: %s", path, err, w.Body)
	}
	return got
}

func TestSendsOnceForEachKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sms.jsonl")
	c := open(t, path)
	const hello = `{"to":"+821012345678","text":"꽃이 출발했어요","notificationId":"ntf_1"}`
	send(t, c, "a", hello, http.StatusOK)
	send(t, c, "a", hello, http.StatusOK)
	send(t, c, "a", strings.Replace(hello, "출발", "도착", 1), http.StatusUnprocessableEntity)
	send(t, c, "", hello, http.StatusBadRequest)
	send(t, c, "b", `{"text":"to nobody"}`, http.StatusBadRequest)
	send(t, c, "c", `{"to":"+821087654321","text":"다시 들어왔어요","notificationId":"ntf_2"}`, http.StatusOK)
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}

	c = open(t, path)
	t.Cleanup(func() { c.Close() })
	send(t, c, "a", hello, http.StatusOK)
	got := listed(t, c, "/dev/sms")
	if len(got) != 2 || got[0]["notificationId"] != "ntf_2" || got[1]["text"] != "꽃이 출발했어요" || got[1]["at"] == "" {
		t.Errorf("listed %v", got)
	}
	if _, shown := got[0]["key"]; shown {
		t.Error("the list shows the sender's key")
	}
	if got := listed(t, c, "/dev/sms?to=%2B821012345678"); len(got) != 1 {
		t.Errorf("to one number: %v", got)
	}
}
