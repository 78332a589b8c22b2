package gift_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/sagas/snapshot"
	"github.com/blooming-blooms/bloom/subgraphs/gift"
)

// soon is how long anything that is expected may take.
const soon = 60 * time.Second

// The whole service over real servers: a product that is published can be written about, and cards have pictures.
func TestRun(t *testing.T) {
	_, public, err := identity.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	brokers := testenv.Kafka(t)
	ctx, cancel := context.WithCancel(context.Background())
	addr, ended := make(chan net.Addr, 1), make(chan error, 1)
	go func() {
		ended <- gift.Run(ctx, gift.Config{
			Addr: "127.0.0.1:0", DatabaseURL: testenv.DatabaseURL(t, "gift"), Brokers: brokers, IdentityPublicKey: public, MediaURL: "/media",
			Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Listening: func(a net.Addr) { addr <- a },
		})
	}()
	out := delivery.NewKafka(brokers)
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("the service ended: %v", err)
		}
		if err := out.Close(); err != nil {
			t.Error(err)
		}
	})
	var origin string
	select {
	case a := <-addr:
		origin = "http://" + a.String()
	case err := <-ended:
		ended <- nil
		t.Fatalf("the service ended: %v", err)
	case <-time.After(soon):
		t.Fatal("the service does not listen")
	}

	if status, text := send(t, http.MethodGet, origin+"/health/ready", ""); status != http.StatusOK {
		t.Errorf("not ready: %d %s", status, text)
	}
	if status, text := send(t, http.MethodGet, origin+"/media/cards/crd_linen.svg", ""); status != http.StatusOK || !strings.HasPrefix(text, "<svg") {
		t.Errorf("the picture of a card: %d %.80s", status, text)
	}

	product := id.New("prd")
	value, err := json.Marshal(snapshot.Product{ID: product, Version: 1, FlowerIDs: []string{"flw_freesia"}, RepresentativeFlower: "flw_freesia"})
	if err != nil {
		t.Fatal(err)
	}
	if err := delivery.CreateTopics(t.Context(), brokers, delivery.TopicProducts); err != nil {
		t.Fatal(err)
	}
	if err := out.Write(t.Context(), delivery.Message{Topic: delivery.TopicProducts, Key: product, Value: value}); err != nil {
		t.Fatal(err)
	}
	query, err := json.Marshal(map[string]string{"query": `{ suggestLetters(input: {productId: "` + product + `", recipientTagId: "tag_friend"}) { flower { id } source } }`})
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"data":{"suggestLetters":{"flower":{"id":"flw_freesia"},"source":"LOCAL"}}}`
	look, late := time.NewTicker(20*time.Millisecond), time.After(soon)
	defer look.Stop()
	for answer := ""; answer != want; {
		select {
		case <-look.C:
			_, answer = send(t, http.MethodPost, origin+"/graphql", string(query))
		case <-late:
			t.Fatalf("the product is not known: %s", answer)
		}
	}
}

func send(t *testing.T, method, url, body string) (status int, text string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	read, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(read)
}
