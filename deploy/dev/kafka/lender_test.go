package kafka

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/segmentio/kafka-go"
)

// TestLender borrows two brokers: neither has the other's topics, and one that is given back is gone.
func TestLender(t *testing.T) {
	l := NewLender(t.TempDir())
	t.Cleanup(l.Stop)
	ask := func(method, path string, want int) string {
		t.Helper()
		w := httptest.NewRecorder()
		l.ServeHTTP(w, httptest.NewRequest(method, path, nil))
		if w.Code != want {
			t.Fatalf("%s %s is answered with %d %s", method, path, w.Code, w.Body)
		}
		return w.Body.String()
	}
	one, two := ask("POST", "/", http.StatusCreated), ask("POST", "/", http.StatusCreated)
	writer := &kafka.Writer{Addr: kafka.TCP(one), Topic: "flowers", AllowAutoTopicCreation: true, BatchSize: 1}
	t.Cleanup(func() { _ = writer.Close() })
	if err := writer.WriteMessages(t.Context(), kafka.Message{Value: []byte("rose")}); err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]int{one: 1, two: 0} {
		known, err := (&kafka.Client{Addr: kafka.TCP(address)}).Metadata(t.Context(), &kafka.MetadataRequest{})
		if err != nil {
			t.Fatal(err)
		}
		if len(known.Topics) != want {
			t.Errorf("%s has %d topics, want %d", address, len(known.Topics), want)
		}
	}
	for range 2 { // twice is once
		ask("DELETE", "/"+one, http.StatusNoContent)
	}
	if conn, err := kafka.Dial("tcp", one); err == nil {
		_ = conn.Close()
		t.Error("a broker that was given back still listens")
	}
	ask("GET", "/", http.StatusMethodNotAllowed)
}
