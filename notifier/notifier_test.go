package notifier_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/internal/fulfilment"
	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/notifier"
	"github.com/blooming-blooms/bloom/sagas/checkout"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/sagas/saga"
	"github.com/blooming-blooms/bloom/sagas/snapshot"
)

// soon is how long anything that is expected may take.
const soon = 60 * time.Second

// running is the whole service over real servers.
type running struct {
	url    string
	signer *identity.Signer
	out    *delivery.Kafka
}

func start(t *testing.T) *running {
	t.Helper()
	private, public, err := identity.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	signer, err := identity.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	brokers := testenv.Kafka(t)
	ctx, cancel := context.WithCancel(context.Background())
	addr, ended := make(chan net.Addr, 1), make(chan error, 1)
	go func() {
		ended <- notifier.Run(ctx, notifier.Config{
			Addr: "127.0.0.1:0", DatabaseURL: testenv.DatabaseURL(t, "notifier"), Brokers: brokers, RedisURL: testenv.Var(t, "REDIS_URL"),
			IdentityPublicKey: public, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Listening: func(a net.Addr) { addr <- a },
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
	if err := delivery.CreateTopics(ctx, brokers, checkout.Topic, delivery.TopicOffers); err != nil {
		t.Fatal(err)
	}
	select {
	case a := <-addr:
		return &running{"http://" + a.String() + "/graphql", signer, out}
	case err := <-ended:
		ended <- nil
		t.Fatalf("the service ended: %v", err)
	case <-time.After(soon):
		t.Fatal("the service does not listen")
	}
	return nil
}

func (r *running) post(t *testing.T, who, accept, query string) *http.Response {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.url, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", accept)
	signed, err := r.signer.Sign(identity.Identity{MemberID: who}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set(identity.Header, signed)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = answer.Body.Close() })
	return answer
}

func (r *running) ask(t *testing.T, who, query string) string {
	t.Helper()
	text, err := io.ReadAll(r.post(t, who, "application/json", query).Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// stream opens a stream of notifications and gives the data of each event.
func (r *running) stream(t *testing.T, who, query string) <-chan string {
	t.Helper()
	answer := r.post(t, who, "text/event-stream", query)
	if got := answer.Header.Get("Content-Type"); !strings.HasPrefix(got, "text/event-stream") {
		t.Fatalf("the stream is %s", got)
	}
	events := make(chan string, 100)
	go func() {
		defer close(events)
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok && data != "" {
				events <- data
			}
		}
	}()
	return events
}

func receive(t *testing.T, events <-chan string) string {
	t.Helper()
	select {
	case data, open := <-events:
		if !open {
			t.Fatal("the stream ended")
		}
		return data
	case <-time.After(soon):
		t.Fatal("nothing came")
	}
	return ""
}

func (r *running) say(t *testing.T, e saga.Event) {
	t.Helper()
	body, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	m := delivery.Message{Topic: e.Topic(), Key: e.Key(), Value: body, Headers: map[string]string{"id": id.New("evt"), "name": saga.NameOf(e)}}
	if err := r.out.Write(t.Context(), m, m); err != nil { // twice, as can happen
		t.Fatal(err)
	}
}

// earlier is a notification that the member has read. A stream from it on misses nothing; one without starts
// when the service has begun to read, which is some time after its headers have come.
func (r *running) earlier(t *testing.T, member string) string {
	t.Helper()
	r.say(t, checkout.CheckoutFailed{OrderID: id.New("ord"), MemberID: member, Code: "OUT_OF_STOCK"})
	var data struct {
		Data struct {
			Me struct {
				Notifications struct{ Nodes []struct{ ID string } }
			}
		}
	}
	for deadline := time.Now().Add(soon); len(data.Data.Me.Notifications.Nodes) == 0; {
		if time.Now().After(deadline) {
			t.Fatal("the member is told nothing")
		}
		if err := json.Unmarshal([]byte(r.ask(t, member, `{ me { notifications { nodes { id } } } }`)), &data); err != nil {
			t.Fatal(err)
		}
	}
	first := data.Data.Me.Notifications.Nodes[0].ID
	r.ask(t, member, fmt.Sprintf(`mutation { acknowledgeNotification(id: "%s") { notification { id } } }`, first))
	return first
}

func TestAnOrderIsToldToShopperAndStore(t *testing.T) {
	r := start(t)
	shopper, seller, store, placed := id.New("mem"), id.New("mem"), id.New("str"), id.New("ord")
	const query = `subscription { notifications(after: "%s") { id kind title link order { id } product { id } deliveries { channel status } } }`
	mine := r.stream(t, shopper, fmt.Sprintf(query, r.earlier(t, shopper)))
	theirs := r.stream(t, seller, fmt.Sprintf(query, r.earlier(t, seller)))

	r.say(t, checkout.OrderConfirmed{Docket: checkout.Docket{OrderID: placed, MemberID: shopper,
		Lines: []checkout.Line{{ProductID: "prd_1", StoreID: store, Quantity: 3, UnitPrice: 1000}}}})
	got := receive(t, mine)
	var told struct {
		Data struct{ Notifications struct{ ID string } }
	}
	if err := json.Unmarshal([]byte(got), &told); err != nil {
		t.Fatal(err)
	}
	ntf := told.Data.Notifications.ID
	if want := fmt.Sprintf(`{"data":{"notifications":{"id":"%s","kind":"ORDER_CONFIRMED","title":"주문이 확정됐어요","link":"/orders/%s","order":{"id":"%s"},"product":{"id":"prd_1"},"deliveries":[{"channel":"SSE","status":"DELIVERED"}]}}}`,
		ntf, placed, placed); got != want {
		t.Errorf("the shopper is told %s\nwant %s", got, want)
	}

	// The store's offer comes only now.
	offer, err := json.Marshal(snapshot.Offer{Version: 1, Terms: fulfilment.Terms{StoreID: store}, Sellers: []string{seller}})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.out.Write(t.Context(), delivery.Message{Topic: delivery.TopicOffers, Key: store, Value: offer}); err != nil {
		t.Fatal(err)
	}
	if got := receive(t, theirs); !strings.Contains(got, "NEW_ORDER_FOR_STORE") || !strings.Contains(got, placed) {
		t.Errorf("the seller is told %s", got)
	}

	second := id.New("ord")
	r.say(t, checkout.CheckoutFailed{OrderID: second, MemberID: shopper, Code: "OUT_OF_STOCK"})
	if got := receive(t, mine); !strings.Contains(got, "ORDER_REJECTED") {
		t.Errorf("the shopper is told %s", got)
	}
	// Whoever was away hears what was missed.
	again := r.stream(t, shopper, fmt.Sprintf(`subscription { notifications(after: "%s") { kind body } }`, ntf))
	if got, want := receive(t, again), `{"data":{"notifications":{"kind":"ORDER_REJECTED","body":"방금 마지막 한 다발이 나갔어요. 다시 들어오면 알려 드릴까요?"}}}`; got != want {
		t.Errorf("what was missed is %s, want %s", got, want)
	}

	const page = `{ me { notifications(first: 1) { unreadCount nodes { kind } pageInfo { hasNextPage endCursor } } unread: notifications(unreadOnly: true) { nodes { kind } } } }`
	if got, want := r.ask(t, shopper, page), `{"data":{"me":{"notifications":{"unreadCount":2,"nodes":[{"kind":"ORDER_REJECTED"}],"pageInfo":{"hasNextPage":true,"endCursor":`; !strings.HasPrefix(got, want) {
		t.Errorf("the inbox is %s", got)
	}
	ack := fmt.Sprintf(`mutation { acknowledgeNotification(id: "%s") { notification { kind deliveries { status } } userErrors { code field } } }`, ntf)
	if got, want := r.ask(t, seller, ack), `{"data":{"acknowledgeNotification":{"notification":null,"userErrors":[{"code":"NOT_FOUND","field":["id"]}]}}}`; got != want {
		t.Errorf("another's acknowledgement is answered %s", got)
	}
	if got, want := r.ask(t, shopper, ack), `{"data":{"acknowledgeNotification":{"notification":{"kind":"ORDER_CONFIRMED","deliveries":[{"status":"ACKNOWLEDGED"}]},"userErrors":[]}}}`; got != want {
		t.Errorf("the acknowledgement is answered %s", got)
	}
	if got := r.ask(t, shopper, page); !strings.Contains(got, `"unreadCount":1`) || !strings.Contains(got, `"unread":{"nodes":[{"kind":"ORDER_REJECTED"}]}`) {
		t.Errorf("the inbox is %s", got)
	}
	if got := r.ask(t, "", `{ me { id } _entities(representations: [{__typename: "Member", id: "`+shopper+`"}]) { ... on Member { notifications { unreadCount } } } }`); got != `{"data":{"me":null,"_entities":[{"notifications":null}]}}` {
		t.Errorf("a guest sees %s", got)
	}
	if got := r.ask(t, "", `mutation { acknowledgeNotification(id: "ntf_1") { userErrors { code } } }`); !strings.Contains(got, "UNAUTHENTICATED") {
		t.Errorf("a guest's acknowledgement is answered %s", got)
	}
}
